namespace MedIO.Dicom.Codecs.Jpeg2000.Packets;

/// <summary>The nodes of all tag trees of a tile (ISO/IEC 15444-1 section B.10.2).</summary>
internal sealed class TagTrees
{
    /// <summary>A tree over as many blocks as 32 bits number has no more levels.</summary>
    private const int MostLevels = 32;

    private readonly Growing<Node> _nodes = new();
    private readonly int[] _path = new int[MostLevels];

    public void Clear() => _nodes.Clear();

    /// <summary>Adds a tree.</summary>
    /// <returns>Its first leaf; the others follow row after row.</returns>
    public int Add(int width, int height)
    {
        int first = _nodes.Count;
        while (true)
        {
            int level = _nodes.Add(width * height);
            int parents = _nodes.Count;
            bool isRoot = width * height <= 1;
            int parentWidth = (width + 1) / 2;
            for (int y = 0, node = level; y < height; y++)
            {
                for (int x = 0; x < width; x++, node++)
                {
                    _nodes[node] = new Node { Parent = isRoot ? -1 : parents + ((y >> 1) * parentWidth) + (x >> 1), Low = 0, IsKnown = false };
                }
            }

            if (isRoot)
            {
                return first;
            }

            width = parentWidth;
            height = (height + 1) / 2;
        }
    }

    /// <summary>Reads as many bits as tell whether a leaf's value is below a threshold.</summary>
    public bool IsBelow(ref PacketBits bits, int leaf, int threshold)
    {
        int depth = 0;
        for (int node = leaf; node >= 0; node = _nodes[node].Parent)
        {
            _path[depth++] = node;
        }

        int low = 0;
        while (depth > 0)
        {
            ref Node node = ref _nodes[_path[--depth]];
            if (low < node.Low)
            {
                low = node.Low;
            }

            while (low < threshold && !node.IsKnown)
            {
                if (bits.Bit() != 0)
                {
                    node.IsKnown = true;
                }
                else
                {
                    low++;
                }
            }

            node.Low = low;
        }

        ref Node last = ref _nodes[leaf];
        return last.IsKnown && last.Low < threshold;
    }

    private struct Node
    {
        public int Parent;

        /// <summary>What the value is at least, and exactly if it is known.</summary>
        public int Low;

        public bool IsKnown;
    }
}
