import Evidence

/// The printed address and store name, compared with the store's and with the other listed stores'.
///
/// An address that cannot be parsed is no reason, and a slip of the text reader is none either: a part that differs in
/// one character still counts as the same where the rest of the address is the store's.
struct AddressCheck {
    let policy: ProvenancePolicy
    let store: Store
    let stores: [Store]

    func check(_ watermark: WatermarkReading) -> [ProvenanceFindings.Observation] {
        [addressReason(watermark.address), storeReason(watermark.storeName)].compactMap(\.self)
    }

    /// Whether an address is printed, names something that the store's address has too, and differs in nothing.
    func isAddressOfStore(_ watermark: WatermarkReading) -> Bool {
        guard let printed = watermark.address, let own = PrintedAddress(of: store) else { return false }
        let isShared =
            [(printed.province, own.province), (printed.city, own.city), (printed.district, own.district)]
            .contains { $0 != nil && $0 == $1 }
        return (isShared || isSameStreet(printed, own)) && addressReason(printed) == nil
    }

    /// Whether the store's name is printed, but for one slip of the reader in a long one.
    func isNameOfStore(_ watermark: WatermarkReading) -> Bool {
        guard let name = watermark.storeName else { return false }
        let printed = PrintedText(name).compact
        return editDistance(printed, PrintedText(store.name).compact) <= (printed.count >= 5 ? 1 : 0)
    }

    // MARK: Address

    private func addressReason(_ printed: PrintedAddress?) -> ProvenanceFindings.Observation? {
        guard let printed, let own = PrintedAddress(of: store) else { return nil }
        if let (part, seen, known) = differingPart(printed, own) {
            return policy.observation(
                .addressMismatch, chinese: "水印地址的\(part.0)是\(seen)，门店在\(known)",
                english: "The printed \(part.1) is \(seen), the store's is \(known)")
        }
        if let other = otherStore(at: printed, own: own) {
            return policy.observation(
                .addressMismatch, chinese: "水印地址是\(other.name)的地址",
                english: "The printed address is that of \(other.name)")
        }
        return nil
    }

    private func differingPart(_ printed: PrintedAddress, _ own: PrintedAddress)
        -> (part: (String, String), seen: String, known: String)?
    {
        let sameStreet = isSameStreet(printed, own)
        let parts = [
            (("省份", "province"), printed.province, own.province), (("城市", "city"), printed.city, own.city),
            (("区县", "district"), printed.district, own.district),
        ]
        for (part, seen, known) in parts {
            guard let seen, let known, seen != known else { continue }
            if sameStreet, editDistance(seen, known) <= 1 { continue }
            // A county-level city may stand where the district would.
            if seen == own.district || seen == own.city { continue }
            return (part, seen, known)
        }
        return nil
    }

    private func isSameStreet(_ first: PrintedAddress, _ second: PrintedAddress) -> Bool {
        guard first.street.count >= 3, second.street.count >= 3 else { return false }
        return editDistance(first.street, second.street) <= max(1, second.street.count / 5)
    }

    /// Another listed store whose street and number are printed, when they are not this store's own.
    private func otherStore(at printed: PrintedAddress, own: PrintedAddress) -> Store? {
        guard printed.street.count >= 4, own.street.count >= 4 else { return nil }
        let distance = editDistance(printed.street, own.street)
        guard distance > 1 else { return nil }
        return stores.first { other in
            guard other.id != store.id, let theirs = PrintedAddress(of: other), theirs.street.count >= 4,
                theirs.street != own.street
            else { return false }
            let away = editDistance(printed.street, theirs.street)
            return away <= 1 && away < distance
        }
    }

    // MARK: Store name

    private func storeReason(_ name: String?) -> ProvenanceFindings.Observation? {
        guard let name else { return nil }
        let printed = PrintedText(name).compact
        let ownDistance = editDistance(printed, PrintedText(store.name).compact)
        guard ownDistance > 0 else { return nil }
        let other = stores.filter { $0.id != store.id && $0.name != store.name }
            .map { (store: $0, distance: editDistance(printed, PrintedText($0.name).compact)) }
            .min { ($0.distance, $0.store.id) < ($1.distance, $1.store.id) }
        // A reader's slip turns one character; another store's name is nearer than the own one by more than that.
        guard let other, other.distance <= (printed.count >= 5 ? 1 : 0), other.distance + 1 < ownDistance
        else {
            return nil
        }
        return policy.observation(
            .storeMismatch, chinese: "水印中的门店是\(other.store.name)",
            english: "The printed store is \(other.store.name)")
    }
}
