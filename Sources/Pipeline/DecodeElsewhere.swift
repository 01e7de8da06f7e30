import Decoding
import Dispatch

extension MediaDecoding {
    /// Waits for the decoder without holding one of the threads that all tasks share.
    func elsewhere<Value: Sendable>(
        _ decode: @escaping @Sendable (Self) throws(DecodingFailure) -> Value
    ) async throws(DecodingFailure) -> Value {
        let result: Result<Value, DecodingFailure> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                do throws(DecodingFailure) {
                    continuation.resume(returning: .success(try decode(self)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
