import Media

/// Approximate nearest neighbours: a k-means tree of two levels over the descriptors of the catalogue
/// (Muja and Lowe 2009, with fixed seeds). Rows are kept in the order of the leaves.
struct DescriptorTree: Sendable, Equatable {
    /// Branches of the root, and of each of its children.
    private(set) var branches: Int
    private(set) var rootCentres: [UInt8]
    private(set) var leafCentres: [UInt8]
    /// First row of each leaf; one more than leaves.
    private(set) var leafStarts: [Int32]
    /// 128 bytes a row.
    private(set) var descriptors: [UInt8]

    var count: Int { descriptors.count / FeatureSet.descriptorBytes }

    init(
        branches: Int, rootCentres: [UInt8], leafCentres: [UInt8], leafStarts: [Int32], descriptors: [UInt8]
    ) {
        self.branches = branches
        self.rootCentres = rootCentres
        self.leafCentres = leafCentres
        self.leafStarts = leafStarts
        self.descriptors = descriptors
    }

    /// - Returns: the tree, and for each of its rows the row of `rows` that it came from.
    static func build(_ rows: [UInt8]) -> (tree: DescriptorTree, order: [Int]) {
        let bytes = FeatureSet.descriptorBytes
        let count = rows.count / bytes
        var branches = 4
        while branches < 64, branches * branches * 28 < count { branches += 4 }
        let root = DescriptorClustering.cluster(rows, members: Array(0..<count), into: branches)
        var order: [Int] = []
        var starts: [Int32] = [0]
        var leafCentres: [UInt8] = []
        for branch in 0..<branches {
            let leaves = DescriptorClustering.cluster(rows, members: root.members[branch], into: branches)
            leafCentres += leaves.centres
            for leaf in leaves.members {
                order += leaf
                starts.append(Int32(order.count))
            }
        }
        var sorted: [UInt8] = []
        sorted.reserveCapacity(rows.count)
        for row in order { sorted += rows[(row * bytes)..<((row + 1) * bytes)] }
        let tree = DescriptorTree(
            branches: branches, rootCentres: root.centres, leafCentres: leafCentres, leafStarts: starts,
            descriptors: sorted)
        return (tree, order)
    }
}

/// Lloyd's algorithm over bytes from evenly spread seeds.
enum DescriptorClustering {
    private static let rounds = 6

    static func cluster(_ rows: [UInt8], members: [Int], into count: Int) -> (
        centres: [UInt8], members: [[Int]]
    ) {
        let bytes = FeatureSet.descriptorBytes
        var centres = [UInt8](repeating: 0, count: count * bytes)
        guard !members.isEmpty else { return (centres, [[Int]](repeating: [], count: count)) }
        for centre in 0..<count {
            let row = members[centre * members.count / count]
            for index in 0..<bytes { centres[centre * bytes + index] = rows[row * bytes + index] }
        }
        var assigned = [Int](repeating: 0, count: members.count)
        for round in 0...rounds {
            assign(rows, members, centres, count, &assigned)
            if round < rounds { centres = means(rows, members, assigned, centres, count) }
        }
        var groups = [[Int]](repeating: [], count: count)
        for (place, member) in members.enumerated() { groups[assigned[place]].append(member) }
        return (centres, groups)
    }

    private static func assign(
        _ rows: [UInt8], _ members: [Int], _ centres: [UInt8], _ count: Int, _ assigned: inout [Int]
    ) {
        let bytes = FeatureSet.descriptorBytes
        rows.withUnsafeBufferPointer { rows in
            centres.withUnsafeBufferPointer { centres in
                guard let row = rows.baseAddress, let centre = centres.baseAddress else { return }
                for (place, member) in members.enumerated() {
                    var best = Int32.max
                    for index in 0..<count {
                        let distance = DescriptorDistance.squared(
                            row + member * bytes, centre + index * bytes)
                        if distance < best {
                            best = distance
                            assigned[place] = index
                        }
                    }
                }
            }
        }
    }

    private static func means(
        _ rows: [UInt8], _ members: [Int], _ assigned: [Int], _ old: [UInt8], _ count: Int
    ) -> [UInt8] {
        let bytes = FeatureSet.descriptorBytes
        var sums = [Int](repeating: 0, count: count * bytes)
        var sizes = [Int](repeating: 0, count: count)
        for (place, member) in members.enumerated() {
            let target = assigned[place] * bytes
            sizes[assigned[place]] += 1
            for index in 0..<bytes { sums[target + index] += Int(rows[member * bytes + index]) }
        }
        var centres = old
        for centre in 0..<count where sizes[centre] > 0 {
            for index in 0..<bytes {
                let place = centre * bytes + index
                centres[place] = UInt8((sums[place] + sizes[centre] / 2) / sizes[centre])
            }
        }
        return centres
    }
}
