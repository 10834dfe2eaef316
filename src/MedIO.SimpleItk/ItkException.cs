using System;

namespace MedIO.SimpleItk;

/// <summary>What SimpleITK says when a call fails, with all its lines.</summary>
internal sealed class ItkException : Exception
{
    public ItkException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
