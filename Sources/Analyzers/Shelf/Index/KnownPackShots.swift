import Media

/// The pack shots of an index that was built before, by what they look like: when one product of a catalogue changes,
/// only its pack shots are worked on again.
struct KnownPackShots {
    private let index: CatalogueIndex
    private var templates: [UInt64: Int] = [:]
    /// Rows of the tree for each template.
    private var rows: [[Int]]

    init(_ index: CatalogueIndex) {
        self.index = index
        rows = [[Int]](repeating: [], count: index.templates.count)
        for (row, template) in index.features.template.enumerated() { rows[Int(template)].append(row) }
        for (template, fingerprint) in index.fingerprints.enumerated() { templates[fingerprint] = template }
    }

    /// Features and thumbnail of a picture that was indexed before, under the number that its product has now.
    func find(_ fingerprint: UInt64, sku: Int) -> (FeatureSet, ProductTemplate)? {
        guard let number = templates[fingerprint] else { return nil }
        var features = FeatureSet()
        for row in rows[number] {
            features.x.append(index.features.x[row])
            features.y.append(index.features.y[row])
            features.logSize.append(index.features.logSize[row])
            // Chose the features once and is not kept.
            features.response.append(0)
            let bytes = FeatureSet.descriptorBytes
            features.descriptors += index.tree.descriptors[(row * bytes)..<((row + 1) * bytes)]
        }
        let old = index.templates[number]
        return (
            KnownPackShots.sorted(features),
            ProductTemplate(
                sku: sku, width: old.width, storedColours: old.storedColours, storedMask: old.storedMask)
        )
    }

    /// One order, whichever way the features came: by place, size and descriptor.
    static func sorted(_ features: FeatureSet) -> FeatureSet {
        let bytes = FeatureSet.descriptorBytes
        func row(_ index: Int) -> ArraySlice<UInt8> {
            features.descriptors[(index * bytes)..<((index + 1) * bytes)]
        }
        let order = (0..<features.count).sorted { first, second in
            let one = (features.y[first], features.x[first], features.logSize[first])
            let two = (features.y[second], features.x[second], features.logSize[second])
            return one != two ? one < two : row(first).lexicographicallyPrecedes(row(second))
        }
        return features.selecting(order)
    }

    /// FNV-1a over size and pixels: tells pictures apart, not forgers.
    static func fingerprint(of picture: Raster) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01b3 }
        mix(UInt64(picture.width))
        mix(UInt64(picture.height))
        picture.pixels.withUnsafeBufferPointer { pixels in
            for pixel in pixels { mix(UInt64(pixel)) }
        }
        return hash
    }
}
