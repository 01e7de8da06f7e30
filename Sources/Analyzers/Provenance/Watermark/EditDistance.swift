/// How many characters must be changed, added or left out to turn one text into the other (Levenshtein).
func editDistance(_ first: some StringProtocol, _ second: some StringProtocol) -> Int {
    let left = Array(first)
    let right = Array(second)
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for (column, other) in right.enumerated() {
            let replaced = diagonal + (character == other ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}
