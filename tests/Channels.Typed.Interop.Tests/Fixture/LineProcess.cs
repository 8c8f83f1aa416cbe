using System.Diagnostics;
using System.Threading.Channels;

namespace Channels.Typed.Interop.Tests.Fixture;

/// <summary>A program with lines as input and output. Every wait has a limit; a timeout shows what the program has printed.</summary>
internal sealed class LineProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _transcript = [];

    private LineProcess(Process process) => _process = process;

    public static LineProcess Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new Process { StartInfo = start };
        var lines = new LineProcess(process);
        process.OutputDataReceived += (_, received) => lines.OnOutput(received.Data);
        process.ErrorDataReceived += (_, received) => lines.Record("! ", received.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return lines;
    }

    public async Task WriteAsync(string line)
    {
        Record("< ", line);
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Reads until a line matches. Earlier lines are skipped.</summary>
    public async Task<string> ExpectAsync(Func<string, bool> matches, string wanted)
    {
        using var guard = new CancellationTokenSource(Patience.Time, TimeProvider.System);
        try
        {
            await foreach (string line in _lines.Reader.ReadAllAsync(guard.Token))
            {
                if (matches(line))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Describe()} did not print {wanted} within {Patience.Time.TotalSeconds} s.{Transcript()}");
        }

        throw new InvalidOperationException($"{Describe()} ended and had not printed {wanted}.{Transcript()}");
    }

    public Task<string> ExpectAsync(string line) => ExpectAsync(printed => printed == line, $"'{line}'");

    /// <summary>Reads all lines until the program ends.</summary>
    public IAsyncEnumerable<string> ReadAllAsync() => _lines.Reader.ReadAllAsync();

    /// <summary>Waits until the program ends by itself.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? patience = null)
    {
        using var guard = new CancellationTokenSource(patience ?? Patience.Time, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(guard.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Describe()} did not end within {(patience ?? Patience.Time).TotalSeconds} s.{Transcript()}");
        }
    }

    /// <summary>Kills the program, so it cannot close its connections.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>The output ("&gt; "), the errors ("! ") and the input ("&lt; ") until now.</summary>
    public string Transcript(string prefix = "")
    {
        lock (_transcript)
        {
            return Environment.NewLine + string.Join(
                Environment.NewLine, _transcript.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)));
        }
    }

    private string Describe() => $"'{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}'";

    private void OnOutput(string? line)
    {
        Record("> ", line);
        if (line is null)
        {
            _lines.Writer.TryComplete();
        }
        else
        {
            _lines.Writer.TryWrite(line);
        }
    }

    private void Record(string prefix, string? line)
    {
        if (line is not null)
        {
            lock (_transcript)
            {
                _transcript.Add(prefix + line);
            }
        }
    }
}
