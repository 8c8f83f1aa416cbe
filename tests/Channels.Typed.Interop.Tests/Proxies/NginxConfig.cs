using Channels.Typed.Interop.Tests.Fixture;

namespace Channels.Typed.Interop.Tests.Proxies;

/// <summary>The configuration of nginx on docs/reverse-proxies.md.</summary>
internal static class NginxConfig
{
    private const string Opening = "```nginx\n";
    private const string Closing = "\n```";
    private const string HostHeader = "        proxy_set_header Host $http_host;\n";
    private const string Upstream = "server 127.0.0.1:5000;";
    private const string Port = "listen 80;";

    /// <summary>The block of the page.</summary>
    public static string Documented { get; } = Read(File.ReadAllText(Path.Combine(Repository.Root, "docs", "reverse-proxies.md")));

    /// <summary>The same without the line for the host, so nginx sends its default.</summary>
    public static string WithoutHost { get; } = Replace(Documented, HostHeader, "");

    /// <summary>Makes it a whole file for these addresses, which keeps all files of nginx in a folder.</summary>
    public static string At(string block, string listen, string server, string folder)
    {
        string servers = Replace(Replace(block, Upstream, $"server {server};"), Port, $"listen {listen};");

        // The worker must be able to use the folder. Without root the directive is not needed, and only causes a warning.
        string user = Environment.UserName == "root" ? "user root;" : "";
        return $$"""
            {{user}}
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log /dev/stdout notice;
            events {}
            http {
            access_log off;
            client_body_temp_path {{folder}}/body;
            proxy_temp_path {{folder}}/proxy;
            fastcgi_temp_path {{folder}}/fastcgi;
            uwsgi_temp_path {{folder}}/uwsgi;
            scgi_temp_path {{folder}}/scgi;
            {{servers}}
            }
            """;
    }

    private static string Read(string page)
    {
        int start = page.IndexOf(Opening, StringComparison.Ordinal) + Opening.Length;
        Assert.True(start >= Opening.Length, "docs/reverse-proxies.md has no block for nginx.");
        return page[start..page.IndexOf(Closing, start, StringComparison.Ordinal)] + "\n";
    }

    private static string Replace(string text, string old, string replacement)
    {
        Assert.Equal(2, text.Split(old).Length); // It is there once.
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }
}
