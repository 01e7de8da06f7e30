/// Where calls may go: over TLS, or to this machine, where nobody listens on the way.
enum WebhookAddress {
    static func isPrivate(_ address: String) -> Bool {
        if address.hasPrefix("https://") { return true }
        guard address.hasPrefix("http://") else { return false }
        let rest = address.dropFirst("http://".count)
        let authority = rest.prefix { !"/?#".contains($0) }
        // Readers of addresses disagree about these: one takes for the host what another takes for the user.
        guard !authority.contains(where: { "@\\%".contains($0) }) else { return false }
        return isLoopback(host(of: authority))
    }

    private static func host(of authority: Substring) -> Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return authority[...end] }
        return authority.prefix { $0 != ":" }
    }

    private static func isLoopback(_ host: Substring) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
