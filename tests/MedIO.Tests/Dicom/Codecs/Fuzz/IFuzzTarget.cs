using System;

namespace MedIO.Tests.Dicom.Codecs.Fuzz;

/// <summary>What is given cases.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>How many seeds cases are made of.</summary>
    int SeedCount { get; }

    /// <summary>What was wrong with the last case, or what the exception said.</summary>
    string Detail { get; }

    /// <summary>What the last case took.</summary>
    double Seconds { get; }

    /// <summary>Bytes that the last case allocated.</summary>
    long Allocated { get; }

    /// <summary>Makes a case: the same number gives the same case as long as the seeds are the same. The one made before is gone then.</summary>
    FuzzCase Make(ulong number);

    FuzzOutcome Run(FuzzCase fuzz);

    /// <summary>Which seeds cases are made of.</summary>
    SeedChoice Choice { get; }

    /// <summary>What mutations put in.</summary>
    FuzzWords Words { get; }

    /// <summary>A seed as it is.</summary>
    FuzzCase Seed(int number);

    /// <summary>Makes cases of this one as well: it is the last of the seeds then.</summary>
    void Add(FuzzCase found);
}
