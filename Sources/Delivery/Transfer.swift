/// One message to one server: a POST, or a mail handed to a mail server.
struct Transfer: Sendable, Equatable {
    /// Who it is from and to, in mail.
    struct Envelope: Sendable, Equatable {
        var from: String
        var to: String
    }

    /// `https://…`, `smtp://host:port`, `smtps://…`.
    var address: String
    /// Lines of the header of a POST; a mail carries its own.
    var headers: [String] = []
    var body: [UInt8]
    /// Nil for a POST.
    var envelope: Envelope?
    var user: String?
    var password: String?
    /// Mail only where the connection is encrypted.
    var requiresEncryption = false
    var timeoutSeconds = 20

    enum Outcome: Sendable, Equatable {
        /// The server took it.
        case taken
        /// Another attempt may do better: no connection, a server that is busy or broken.
        case postponed(String)
        /// The server will never take it.
        case refused(String)
    }
}
