/// How many parts of one photo are worked on at once. Parts are cut by the photo, never by the crew, and put together
/// in their order: the result is the same with any number.
struct Crew: Sendable {
    static let alone = Crew(width: 1)

    let width: Int

    /// The results in the order of the items.
    @inline(never)
    func map<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) -> Result
    ) async -> [Result] {
        guard width > 1, items.count > 1 else { return items.map(work) }
        return await withTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: items.count)
            var next = 0
            while next < min(width, items.count) {
                let (number, item) = (next, items[next])
                group.addTask { (number, work(item)) }
                next += 1
            }
            while let (number, result) = await group.next() {
                results[number] = result
                if next < items.count {
                    let (number, item) = (next, items[next])
                    group.addTask { (number, work(item)) }
                    next += 1
                }
            }
            return results.compactMap { $0 }
        }
    }
}
