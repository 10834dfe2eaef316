using System.Collections.Generic;

namespace MedIO.Formats.MetaImage;

/// <summary>What an image keeps of the MetaImage that it was read from, to be written to the next one.</summary>
/// <param name="Fields">Names and values, in their order.</param>
/// <param name="Unwritable">Names of fields that no file can be given in a form that every reader takes; the user was told.</param>
internal sealed record MetaImageNative(IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyCollection<string> Unwritable);
