using Channels.Typed.Generators.Model;

namespace Channels.Typed.Generators.Reading;

/// <summary>Collects the payload types of a contract without duplicates, and names the fields that hold their JSON metadata.</summary>
/// <remarks>Handlers in other assemblies bind to these names, so they depend only on the contract.</remarks>
internal static class JsonInfoReader
{
    public static EquatableArray<JsonInfoModel> Read(MethodModel join, IEnumerable<MethodModel> methods, IEnumerable<EventModel> events)
    {
        var infos = new List<JsonInfoModel>();
        AddMethod(join, infos);
        foreach (MethodModel method in methods)
        {
            AddMethod(method, infos);
        }

        foreach (EventModel @event in events)
        {
            Add(@event.PayloadType, infos);
        }

        return new EquatableArray<JsonInfoModel>([.. infos]);
    }

    private static void AddMethod(MethodModel method, List<JsonInfoModel> infos)
    {
        Add(method.Payload?.Type ?? TypeRef.Empty, infos);
        if (method.Shape != ReplyShape.None)
        {
            Add(method.Ok, infos);
        }

        if (method.Error is not null)
        {
            Add(method.Error, infos);
        }
    }

    private static void Add(TypeRef type, List<JsonInfoModel> infos)
    {
        if (infos.Exists(info => JsonInfoModel.Key(info.Type) == JsonInfoModel.Key(type)))
        {
            return;
        }

        // A number is added if two types of different namespaces have one name, or if the class of the fields cannot have a field of this
        // name.
        string field = type.SimpleName;
        for (int number = 2; infos.Exists(info => info.Field == field) || !ReservedNames.CanBeJsonInfo(field); number++)
        {
            field = type.SimpleName + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        infos.Add(new JsonInfoModel(type with { FullName = JsonInfoModel.Key(type) }, field));
    }
}
