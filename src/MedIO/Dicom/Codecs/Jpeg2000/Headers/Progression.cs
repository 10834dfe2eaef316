using System;
using System.IO;

namespace MedIO.Dicom.Codecs.Jpeg2000.Headers;

/// <summary>What changes first and last from packet to packet (ISO/IEC 15444-1 table A.16).</summary>
internal enum ProgressionOrder
{
    LayerResolutionComponentPosition,
    ResolutionLayerComponentPosition,
    ResolutionPositionComponentLayer,
    PositionComponentResolutionLayer,
    ComponentPositionResolutionLayer,
}

/// <summary>Packets that follow each other in one order (ISO/IEC 15444-1 section A.6.6). Layers that came already are left out.</summary>
/// <param name="Order">Which order.</param>
/// <param name="FirstResolution">The first resolution.</param>
/// <param name="EndResolution">The resolution behind the last.</param>
/// <param name="FirstComponent">The first component.</param>
/// <param name="EndComponent">The component behind the last.</param>
/// <param name="EndLayer">The layer behind the last.</param>
internal readonly record struct Progression(ProgressionOrder Order, int FirstResolution, int EndResolution, int FirstComponent, int EndComponent, int EndLayer)
{
    /// <summary>More changes than this serve nothing but to keep a decoder busy.</summary>
    public const int MostChanges = 32;

    /// <summary>Makes an order of its number.</summary>
    public static ProgressionOrder OrderOf(int number) => number <= (int)ProgressionOrder.ComponentPositionResolutionLayer
        ? (ProgressionOrder)number
        : throw new InvalidDataException(FormattableString.Invariant($"A JPEG 2000 code stream has progression order {number}, which does not exist."));

    /// <summary>Reads one change of a POC segment.</summary>
    public static Progression Read(ref HeaderBytes segment, int components)
    {
        bool wide = components > 256;
        int firstResolution = segment.Byte();
        int firstComponent = wide ? segment.Word() : segment.Byte();
        int endLayer = segment.Word();
        int endResolution = segment.Byte();
        int endComponent = wide ? segment.Word() : segment.Byte();
        ProgressionOrder order = OrderOf(segment.Byte());

        // 0 stands for 256, which does not fit the byte.
        endComponent = endComponent == 0 ? (wide ? 16384 : 256) : endComponent;
        return new Progression(order, firstResolution, Math.Min(33, endResolution), firstComponent, Math.Min(components, endComponent), endLayer);
    }
}
