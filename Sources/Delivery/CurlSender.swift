internal import CCurl
import Dispatch

/// The one door to libcurl: sends POSTs and mail. Redirections are not followed, and only the schemes of `Transfer`
/// are spoken.
struct CurlSender: Sendable {
    /// `curl_global_init` must run once, before any other call.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Waits for the server on a thread of its own.
    func send(_ transfer: Transfer) async -> Transfer.Outcome {
        guard Self.isReady else { return .postponed("libcurl cannot be initialised") }
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: CurlCall().run(transfer)) }
        }
    }
}

/// One call. Everything that libcurl keeps a pointer to lives as long as this owner.
private struct CurlCall: ~Copyable {
    private let handle = curl_easy_init()
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var recipients: UnsafeMutablePointer<curl_slist>?

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headers)
        curl_slist_free_all(recipients)
    }

    consuming func run(_ transfer: Transfer) -> Transfer.Outcome {
        guard let handle else { return .postponed("libcurl is out of memory") }
        prepare(handle, transfer)
        var body = UnreadBody(bytes: transfer.body)
        let code = withUnsafeMutablePointer(to: &body) { pointer in
            if transfer.envelope != nil {
                ccurl_set_number(handle, CURLOPT_UPLOAD, 1)
                ccurl_set_transfer(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
                    guard let bytes, let context else { return 0 }
                    return context.assumingMemoryBound(to: UnreadBody.self).pointee.read(bytes, size * count)
                }
                ccurl_set_pointer(handle, CURLOPT_READDATA, pointer)
            }
            return curl_easy_perform(handle)
        }
        return outcome(code, ccurl_response_code(handle), isMail: transfer.envelope != nil)
    }

    private mutating func prepare(_ handle: UnsafeMutableRawPointer, _ transfer: Transfer) {
        ccurl_set_text(handle, CURLOPT_URL, transfer.address)
        ccurl_set_text(handle, CURLOPT_PROTOCOLS_STR, transfer.envelope == nil ? "http,https" : "smtp,smtps")
        ccurl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
        // Timeouts by signal would end another thread's system call.
        ccurl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        ccurl_set_number(handle, CURLOPT_TIMEOUT, transfer.timeoutSeconds)
        // What servers answer beyond the code is not read.
        ccurl_set_transfer(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
        if let user = transfer.user { ccurl_set_text(handle, CURLOPT_USERNAME, user) }
        if let password = transfer.password { ccurl_set_text(handle, CURLOPT_PASSWORD, password) }
        if let envelope = transfer.envelope {
            ccurl_set_text(handle, CURLOPT_MAIL_FROM, envelope.from)
            recipients = curl_slist_append(recipients, envelope.to)
            ccurl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
            if transfer.requiresEncryption {
                ccurl_set_number(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
            }
        } else {
            for line in transfer.headers { headers = curl_slist_append(headers, line) }
            ccurl_set_list(handle, CURLOPT_HTTPHEADER, headers)
            ccurl_set_number(handle, CURLOPT_POSTFIELDSIZE, transfer.body.count)
            // The copy is libcurl's own; the size above says where it ends.
            _ = transfer.body.withUnsafeBytes { bytes in
                ccurl_set_pointer(
                    handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            }
        }
    }

    /// 408, 429 and 5xx of HTTP and 4xx of SMTP ask to come again; the rest of each is final.
    private func outcome(_ code: CURLcode, _ answer: Int, isMail: Bool) -> Transfer.Outcome {
        let reason = "\(String(cString: curl_easy_strerror(code))) (\(answer))"
        if isMail {
            if code == CURLE_OK { return .taken }
            return (500...599).contains(answer) ? .refused(reason) : .postponed(reason)
        }
        guard code == CURLE_OK else { return .postponed(reason) }
        switch answer {
        case 200...299: return .taken
        case 408, 429, 500...599: return .postponed("status \(answer)")
        default: return .refused("status \(answer)")
        }
    }
}

/// Hands out a mail in the pieces that libcurl asks for.
private struct UnreadBody {
    let bytes: [UInt8]
    private var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func read(_ target: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
        let count = min(room, bytes.count - place)
        guard count > 0 else { return 0 }
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(start: target, count: count)
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[place..<place + count]))
        }
        place += count
        return count
    }
}
