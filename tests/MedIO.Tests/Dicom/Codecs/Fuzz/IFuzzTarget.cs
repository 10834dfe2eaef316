using System;
using System.Collections.Generic;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>What is given cases.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>What cases are made of.</summary>
    IReadOnlyList<EncodedFrame> Seeds { get; }

    /// <summary>What was wrong with the last case, or what the exception said.</summary>
    string Detail { get; }

    /// <summary>What the last case took.</summary>
    double Seconds { get; }

    /// <summary>Bytes that the last case allocated.</summary>
    long Allocated { get; }

    FuzzOutcome Run(FuzzCase fuzz);
}
