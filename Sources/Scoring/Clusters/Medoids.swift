/// Partitioning around medoids (Kaufman & Rousseeuw 1990): BUILD, then the best SWAP until none helps. Ties go to the
/// smaller index, so that the same distances give the same medoids.
struct Medoids: Sendable, Equatable {
    private(set) var centres: [Int]
    /// By member, the index of its centre.
    private(set) var labels: [Int]
    private(set) var cost: Double

    /// - Parameter members: indices into the table; may name an index twice (a bootstrap sample).
    init(_ table: DistanceTable, members: [Int], clusters: Int) {
        let wanted = min(max(1, clusters), Set(members).count)
        centres = []
        labels = []
        cost = 0
        guard !members.isEmpty else { return }
        build(table, members, wanted)
        assign(table, members)
        var rounds = 0
        while rounds < 60, let swap = bestSwap(table, members) {
            centres[swap.slot] = swap.candidate
            assign(table, members)
            rounds += 1
        }
        let order = centres.indices.sorted { centres[$0] < centres[$1] }
        centres = order.map { centres[$0] }
        assign(table, members)
    }

    private mutating func build(_ table: DistanceTable, _ members: [Int], _ wanted: Int) {
        let candidates = Set(members).sorted()
        var nearest = Array(repeating: Double.infinity, count: members.count)
        while centres.count < wanted {
            var best: (candidate: Int, cost: Double)?
            for candidate in candidates where !centres.contains(candidate) {
                var sum = 0.0
                for (position, member) in members.enumerated() {
                    sum += min(nearest[position], table[member, candidate])
                }
                if sum < (best?.cost ?? .infinity) - 1e-12 { best = (candidate, sum) }
            }
            guard let best else { return }
            centres.append(best.candidate)
            for (position, member) in members.enumerated() {
                nearest[position] = min(nearest[position], table[member, best.candidate])
            }
        }
    }

    private mutating func assign(_ table: DistanceTable, _ members: [Int]) {
        cost = 0
        labels = members.map { member in
            var best = 0
            for slot in centres.indices
            where table[member, centres[slot]] < table[member, centres[best]] - 1e-12 {
                best = slot
            }
            cost += table[member, centres[best]]
            return best
        }
    }

    /// The swap that lowers the cost most (the shared second-nearest form of Schubert & Rousseeuw 2019).
    private func bestSwap(_ table: DistanceTable, _ members: [Int]) -> (slot: Int, candidate: Int)? {
        var first = Array(repeating: Double.infinity, count: members.count)
        var second = Array(repeating: Double.infinity, count: members.count)
        for (position, member) in members.enumerated() {
            for centre in centres {
                let distance = table[member, centre]
                if distance < first[position] {
                    second[position] = first[position]
                    first[position] = distance
                } else if distance < second[position] {
                    second[position] = distance
                }
            }
        }
        var best: (slot: Int, candidate: Int, gain: Double)?
        for candidate in Set(members).sorted() where !centres.contains(candidate) {
            var shared = 0.0
            var bySlot = Array(repeating: 0.0, count: centres.count)
            for (position, member) in members.enumerated() {
                let distance = table[member, candidate]
                if distance < first[position] { shared += first[position] - distance }
                if distance >= first[position] {
                    // Were the member's centre taken away, it would go here or to its second nearest.
                    bySlot[labels[position]] += min(second[position], distance) - first[position]
                }
            }
            for slot in centres.indices {
                let gain = shared - bySlot[slot]
                if gain > (best?.gain ?? 1e-9) + 1e-12 { best = (slot, candidate, gain) }
            }
        }
        return best.map { ($0.slot, $0.candidate) }
    }

    /// Mean silhouette (Rousseeuw 1987), −1…1; a cluster of one counts 0, one cluster alone 0.
    func silhouette(_ table: DistanceTable, members: [Int]) -> Double {
        guard centres.count > 1, !members.isEmpty else { return 0 }
        var sum = 0.0
        for (position, member) in members.enumerated() {
            var distances = Array(repeating: 0.0, count: centres.count)
            var sizes = Array(repeating: 0, count: centres.count)
            for (other, neighbour) in members.enumerated() where other != position {
                distances[labels[other]] += table[member, neighbour]
                sizes[labels[other]] += 1
            }
            let own = labels[position]
            guard sizes[own] > 0 else { continue }
            let inside = distances[own] / Double(sizes[own])
            let outside = centres.indices.filter { $0 != own && sizes[$0] > 0 }
                .map { distances[$0] / Double(sizes[$0]) }.min()
            guard let outside, max(inside, outside) > 0 else { continue }
            sum += (outside - inside) / max(inside, outside)
        }
        return sum / Double(members.count)
    }
}
