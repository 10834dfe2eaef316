using System.IO;

namespace MedIO.IO.Compression;

/// <content>The wrapper: headers, checksums, one member after the other (RFC 1952, section 2.2).</content>
internal sealed unsafe partial class GzipReadStream
{
    private readonly CompressedFormat _format;
    private readonly Inflater _inflater;
    private CompressedInput _input;
    private Place _place;
    private int _membersRead;
    private uint _checksum;
    private long _memberLength;

    private enum Place
    {
        BetweenMembers,
        Member,

        /// <summary>Behind the last block, the checksum still unread.</summary>
        MemberEnd,
        End,
    }

    /// <summary>Goes to where output can be decoded; returns false at the end of the data.</summary>
    private bool EnterMember()
    {
        if (_place == Place.MemberEnd)
        {
            VerifyMember();
        }

        if (_place == Place.BetweenMembers)
        {
            BeginMember();
        }

        return _place != Place.End;
    }

    private void BeginMember()
    {
        if (_membersRead > 0 && (_format != CompressedFormat.Gzip || !AnotherMemberFollows()))
        {
            _place = Place.End;
            return;
        }

        switch (_format)
        {
            case CompressedFormat.Gzip:
                if (_membersRead == 0
                    && (_input.ReadByte() != CompressedHeader.GzipId1 || _input.ReadByte() != CompressedHeader.GzipId2))
                {
                    throw _input.IsLast && _input.End < 2
                        ? new EndOfStreamException("The data ends before a gzip header.")
                        : new InvalidDataException("The data does not begin with a gzip header.");
                }

                CompressedHeader.ReadGzipRest(ref _input);
                break;
            case CompressedFormat.Zlib:
                CompressedHeader.ReadZlib(ref _input);
                break;
        }

        _inflater.Reset();
        _historyLength = 0;
        _memberLength = 0;
        _checksum = _format == CompressedFormat.Zlib ? Adler32.Empty : 0;
        _place = Place.Member;
    }

    /// <summary>Looks behind a member for the next one's two marks; anything else is padding.</summary>
    private bool AnotherMemberFollows()
    {
        int value;
        do
        {
            value = _input.ReadByte();
        }
        while (value == 0);
        return value == CompressedHeader.GzipId1 && _input.ReadByte() == CompressedHeader.GzipId2;
    }

    private void VerifyMember()
    {
        _membersRead++;
        _place = Place.BetweenMembers;
        switch (_format)
        {
            case CompressedFormat.Gzip:
                uint crc = ReadTrailerWord();
                uint length = ReadTrailerWord();
                Require(crc == _checksum, "The uncompressed data does not match its CRC-32.");
                Require(length == (uint)_memberLength, "The uncompressed data does not have its recorded length.");
                break;
            case CompressedFormat.Zlib:
                uint word = ReadTrailerWord();
                uint adler = word >> 24 | word >> 8 & 0xff00 | word << 8 & 0xff0000 | word << 24;
                Require(adler == _checksum, "The uncompressed data does not match its Adler-32.");
                break;
        }
    }

    private uint ReadTrailerWord()
    {
        uint word = 0;
        for (int shift = 0; shift < 32; shift += 8)
        {
            int value = _input.ReadByte();
            if (value < 0)
            {
                _place = Place.MemberEnd;
                throw new EndOfStreamException("The compressed data ends before its checksum.");
            }

            word |= (uint)value << shift;
        }

        return word;
    }

    private void Require(bool condition, string message)
    {
        if (!condition)
        {
            _place = Place.MemberEnd;
            throw new InvalidDataException(message);
        }
    }

    /// <summary>
    /// Decodes within the current member until the output has enough or the member ends, and sums up what came.
    /// </summary>
    private InflateStatus Decode(ref InflateOutput output)
    {
        byte* before = output.Next;
        InflateStatus status;
        for (;;)
        {
            fixed (byte* buffer = _input.Buffer)
            {
                byte* next = buffer + _input.Next;
                status = _inflater.Inflate(ref next, buffer + _input.End, _input.IsLast, ref output);
                _input.Next = (int)(next - buffer);
            }

            if (status != InflateStatus.NeedInput)
            {
                break;
            }

            _input.Fill();
        }

        long produced = output.Next - before;
        _memberLength += produced;
        switch (_format)
        {
            case CompressedFormat.Gzip:
                _checksum = Crc32.Update(_checksum, before, produced);
                break;
            case CompressedFormat.Zlib:
                _checksum = Adler32.Update(_checksum, before, produced);
                break;
        }

        if (status == InflateStatus.StreamEnd)
        {
            _place = Place.MemberEnd;
        }

        return status;
    }

    private static void ThrowIfFailed(InflateStatus status)
    {
        if (status.IsFailure())
        {
            throw status == InflateStatus.Truncated
                ? new EndOfStreamException(status.Describe())
                : new InvalidDataException(status.Describe());
        }
    }
}
