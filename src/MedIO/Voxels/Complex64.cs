using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MedIO;

/// <summary>A complex number of two 32-bit parts, as NIfTI's COMPLEX64 stores it; .NET itself has only the 128-bit <see cref="Complex"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct Complex64 : IEquatable<Complex64>
{
    /// <summary>Makes a complex number of its two parts.</summary>
    /// <param name="real">The real part.</param>
    /// <param name="imaginary">The imaginary part.</param>
    public Complex64(float real, float imaginary)
    {
        Real = real;
        Imaginary = imaginary;
    }

    /// <summary>The real part.</summary>
    public float Real { get; }

    /// <summary>The imaginary part.</summary>
    public float Imaginary { get; }

    /// <summary>The same number with 64-bit parts; exact.</summary>
    /// <param name="value">The number to widen.</param>
    public static implicit operator Complex(Complex64 value) => new(value.Real, value.Imaginary);

    /// <summary>Whether both parts are equal.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other number.</param>
    public static bool operator ==(Complex64 left, Complex64 right) => left.Equals(right);

    /// <summary>Whether a part differs.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other number.</param>
    public static bool operator !=(Complex64 left, Complex64 right) => !left.Equals(right);

    /// <summary>The same number with 64-bit parts; exact.</summary>
    /// <returns>The widened number.</returns>
    public Complex ToComplex() => this;

    /// <inheritdoc/>
    public bool Equals(Complex64 other) => Real.Equals(other.Real) && Imaginary.Equals(other.Imaginary);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Complex64 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (Real.GetHashCode() * 397) ^ Imaginary.GetHashCode();

    /// <summary>The number as <c>(1.5, -2)</c> in the invariant culture.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "({0}, {1})", Real, Imaginary);
}
