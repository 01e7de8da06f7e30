/// One of many numbers by its rank, without putting all of them in order (Hoare's selection).
enum Ranked {
    /// What would stand at `rank` if the values were sorted; nil outside. Leaves them in another order.
    static func value(at rank: Int, of values: inout [Float]) -> Float? {
        guard values.indices.contains(rank) else { return nil }
        return values.withUnsafeMutableBufferPointer { values in
            var (low, high) = (0, values.count - 1)
            while low < high {
                let pivot = values[(low + high) / 2]
                var (left, right) = (low, high)
                while left <= right {
                    while values[left] < pivot { left += 1 }
                    while pivot < values[right] { right -= 1 }
                    if left <= right {
                        values.swapAt(left, right)
                        left += 1
                        right -= 1
                    }
                }
                if rank <= right {
                    high = right
                } else if rank >= left {
                    low = left
                } else {
                    break
                }
            }
            return values[rank]
        }
    }

    /// What would stand at `count / 2`; nil of none.
    static func middle(of values: inout [Float]) -> Float? { value(at: values.count / 2, of: &values) }
}
