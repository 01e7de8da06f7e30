import Media

/// The nearest rows of a tree to one descriptor after another.
struct NeighbourSearch {
    struct Neighbour {
        var row: Int32
        var distance: Int32
    }

    private let tree: DescriptorTree
    private let rootProbes: Int
    private let leafProbes: Int
    private var rootRank: [Neighbour] = []
    private var leafRank: [Neighbour] = []

    /// - Parameter leafProbes: leaves whose rows are compared.
    init(_ tree: DescriptorTree, rootProbes: Int = 4, leafProbes: Int = 10) {
        self.tree = tree
        self.rootProbes = rootProbes
        self.leafProbes = leafProbes
    }

    /// Up to `limit` neighbours, nearest first, none farther than `farthest` (squared) or than `ratio` times the
    /// nearest; equals by row.
    mutating func nearest(
        to query: UnsafePointer<UInt8>, limit: Int, farthest: Int32, ratio: Float,
        into found: inout [Neighbour]
    ) {
        let bytes = FeatureSet.descriptorBytes
        found.removeAll(keepingCapacity: true)
        rootRank.removeAll(keepingCapacity: true)
        leafRank.removeAll(keepingCapacity: true)
        let branches = tree.branches
        tree.rootCentres.withUnsafeBufferPointer { centres in
            guard let base = centres.baseAddress else { return }
            for branch in 0..<branches {
                guard
                    let distance = DescriptorDistance.squared(
                        query, base + branch * bytes, upTo: Self.worst(of: rootRank, limit: rootProbes))
                else { continue }
                Self.keep(Neighbour(row: Int32(branch), distance: distance), limit: rootProbes, in: &rootRank)
            }
        }
        tree.leafCentres.withUnsafeBufferPointer { centres in
            guard let base = centres.baseAddress else { return }
            for branch in rootRank {
                for child in 0..<branches {
                    let leaf = Int(branch.row) * branches + child
                    guard tree.leafStarts[leaf + 1] > tree.leafStarts[leaf] else { continue }
                    guard
                        let distance = DescriptorDistance.squared(
                            query, base + leaf * bytes, upTo: Self.worst(of: leafRank, limit: leafProbes))
                    else { continue }
                    Self.keep(
                        Neighbour(row: Int32(leaf), distance: distance), limit: leafProbes, in: &leafRank)
                }
            }
        }
        tree.descriptors.withUnsafeBufferPointer { rows in
            guard let base = rows.baseAddress else { return }
            // Falls with the nearest: most rows are given up after a quarter of their bytes.
            var bound = farthest
            for leaf in leafRank {
                for row in tree.leafStarts[Int(leaf.row)]..<tree.leafStarts[Int(leaf.row) + 1] {
                    guard
                        let distance = DescriptorDistance.squared(
                            query, base + Int(row) * bytes, upTo: bound)
                    else { continue }
                    Self.keep(Neighbour(row: row, distance: distance), limit: limit, in: &found)
                    bound = min(bound, Int32(min(Float(farthest), Float(found[0].distance) * ratio + 1)))
                }
            }
            while let last = found.last, last.distance > bound { found.removeLast() }
        }
    }

    /// Beyond this a candidate would not be kept.
    @inline(__always)
    private static func worst(of ranked: [Neighbour], limit: Int) -> Int32 {
        ranked.count < limit ? Int32.max : ranked[limit - 1].distance
    }

    @inline(__always)
    private static func keep(_ candidate: Neighbour, limit: Int, in ranked: inout [Neighbour]) {
        if ranked.count == limit {
            guard candidate.distance < ranked[limit - 1].distance else { return }
            ranked.removeLast()
        }
        var place = ranked.count
        ranked.append(candidate)
        while place > 0, ranked[place - 1].distance > candidate.distance {
            ranked[place] = ranked[place - 1]
            place -= 1
        }
        ranked[place] = candidate
    }
}
