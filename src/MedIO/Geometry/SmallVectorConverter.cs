using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;

namespace MedIO.Geometry;

/// <summary>
/// Lets a shell or a property grid give a <see cref="Shape"/>, <see cref="Vector"/>, <see cref="Matrix"/> or
/// <see cref="Affine"/> as text or as an array, nested or flat, of any numbers.
/// </summary>
/// <typeparam name="T">One of the four types.</typeparam>
internal sealed class SmallVectorConverter<T> : TypeConverter
    where T : class
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || typeof(IEnumerable).IsAssignableFrom(sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
    {
        return Make(value is string text ? Numbers.Parse(text) : Flatten((IEnumerable)value).ToArray());
    }

    private static object Make(double[] numbers)
    {
        if (typeof(T) == typeof(Shape))
        {
            return Shape.Parse(string.Join(" ", numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture))));
        }

        if (typeof(T) == typeof(Vector))
        {
            return new Vector(numbers);
        }

        return typeof(T) == typeof(Matrix) ? new Matrix(numbers) : new Affine(new Matrix(numbers));
    }

    private static IEnumerable<double> Flatten(IEnumerable values)
    {
        foreach (object? item in values)
        {
            switch (item)
            {
                case null:
                    break;
                case string text:
                    foreach (double number in Numbers.Parse(text))
                    {
                        yield return number;
                    }

                    break;
                case IConvertible number:
                    yield return number.ToDouble(CultureInfo.InvariantCulture);
                    break;
                case IEnumerable nested:
                    foreach (double number in Flatten(nested))
                    {
                        yield return number;
                    }

                    break;
                default:
                    // A shell may wrap each number in an object of its own that prints as the number.
                    foreach (double number in Numbers.Parse(Convert.ToString(item, CultureInfo.InvariantCulture) ?? string.Empty))
                    {
                        yield return number;
                    }

                    break;
            }
        }
    }
}
