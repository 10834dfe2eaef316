using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace MedIO.Tests.Dicom.Writing;

/// <summary>An Orthanc of its own for a test: on loopback, on free ports, with its store in a scratch folder, gone afterwards.</summary>
internal sealed class OrthancServer : IDisposable
{
    private readonly Process _process;
    private readonly int _httpPort;

    public OrthancServer(ScratchFolder folder)
    {
        _httpPort = FreePort();
        DicomPort = FreePort();
        string store = folder["orthanc"].Replace('\\', '/');
        Directory.CreateDirectory(store);
        string configuration = folder["orthanc.json"];
        File.WriteAllText(configuration, FormattableString.Invariant($$"""
            {
              "Name": "test", "StorageDirectory": "{{store}}", "IndexDirectory": "{{store}}", "Plugins": [],
              "HttpPort": {{_httpPort}}, "DicomPort": {{DicomPort}}, "DicomAet": "ORTHANC", "RemoteAccessAllowed": false,
              "AuthenticationEnabled": false, "DicomAlwaysAllowStore": true, "DicomCheckCalledAet": false,
              "TranscodeDicomProtocol": false
            }
            """));
        _process = Process.Start(new ProcessStartInfo(ExternalTool.Find("Orthanc")!, $"\"{configuration}\"")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;

        // What it says is of no interest, but must not fill the pipe.
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            WaitUntilItAnswers();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int DicomPort { get; }

    /// <summary>What its REST interface gives.</summary>
    public byte[] Get(string path)
    {
        using var client = new TcpClient { ReceiveTimeout = 20000, SendTimeout = 20000 };
        client.Connect(IPAddress.Loopback, _httpPort);
        using NetworkStream stream = client.GetStream();
        byte[] request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.Write(request, 0, request.Length);
        using var answer = new MemoryStream();
        stream.CopyTo(answer);
        byte[] bytes = answer.ToArray();
        string text = Encoding.GetEncoding("ISO-8859-1").GetString(bytes);
        int body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (body < 4 || text.IndexOf(" 200 ", StringComparison.Ordinal) is < 0 or > 20)
        {
            throw new IOException($"GET {path}: {text.Substring(0, Math.Min(text.Length, 100))}");
        }

        var content = new byte[bytes.Length - body];
        Array.Copy(bytes, body, content, 0, content.Length);
        return content;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(10000);
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    private void WaitUntilItAnswers()
    {
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30) && !_process.HasExited; Thread.Sleep(100))
        {
            try
            {
                Get("/system");
                return;
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException("Orthanc does not answer.");
    }
}
