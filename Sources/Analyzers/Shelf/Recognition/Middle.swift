/// The middle of many numbers, without putting all of them in order (Hoare's selection).
enum Middle {
    /// What would stand at `count / 2` if they were sorted; nil of none. Leaves them in another order.
    static func of(_ values: inout [Float]) -> Float? {
        guard !values.isEmpty else { return nil }
        let rank = values.count / 2
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
}
