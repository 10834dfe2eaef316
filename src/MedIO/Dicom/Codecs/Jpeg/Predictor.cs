using System.Runtime.CompilerServices;
using MedIO.IO;

namespace MedIO.Dicom.Codecs.Jpeg;

/// <summary>Samples of a line out of their differences from what the samples around predict (ITU-T T.81 section H.1.2.1, table H.1).</summary>
internal static unsafe class Predictor
{
    /// <summary>Makes samples of differences, modulo 2^16.</summary>
    /// <param name="selection">The predictor, 1 to 7.</param>
    /// <param name="differences">The differences.</param>
    /// <param name="above">The line above; not read by predictor 1.</param>
    /// <param name="samples">Gets the samples.</param>
    /// <param name="count">How many there are, at least 1.</param>
    /// <param name="first">What the first one is predicted to be.</param>
    [MethodImpl(Jit.Optimize)]
    public static void Undo(int selection, ushort* differences, ushort* above, ushort* samples, int count, int first)
    {
        // Left (Ra), above (Rb), and left of that (Rc).
        int a = (ushort)(first + differences[0]);
        samples[0] = (ushort)a;
        switch (selection)
        {
            case 1:
                for (int x = 1; x < count; x++)
                {
                    a += differences[x];
                    samples[x] = (ushort)a;
                }

                break;
            case 2:
                for (int x = 1; x < count; x++)
                {
                    samples[x] = (ushort)(above[x] + differences[x]);
                }

                break;
            case 3:
                for (int x = 1; x < count; x++)
                {
                    samples[x] = (ushort)(above[x - 1] + differences[x]);
                }

                break;
            case 4:
                for (int x = 1; x < count; x++)
                {
                    a += above[x] - above[x - 1] + differences[x];
                    samples[x] = (ushort)a;
                }

                break;
            case 5:
                for (int x = 1; x < count; x++)
                {
                    a = (ushort)(a + ((above[x] - above[x - 1]) >> 1) + differences[x]);
                    samples[x] = (ushort)a;
                }

                break;
            case 6:
                for (int x = 1; x < count; x++)
                {
                    a = (ushort)(above[x] + ((a - above[x - 1]) >> 1) + differences[x]);
                    samples[x] = (ushort)a;
                }

                break;
            default:
                for (int x = 1; x < count; x++)
                {
                    a = (ushort)(((a + above[x]) >> 1) + differences[x]);
                    samples[x] = (ushort)a;
                }

                break;
        }
    }
}
