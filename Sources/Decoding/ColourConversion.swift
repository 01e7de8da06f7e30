internal import CColourManagement
import Media
import Synchronization

/// From the colours that an ICC profile describes (ICC.1:2010) to sRGB, through Little CMS; perceptual, as viewers show
/// pictures.
struct ColourConversion: ~Copyable {
    /// What the samples of a stored picture are.
    enum Samples: Equatable { case colours, grey, inks }

    /// Profiles of printing presses take up to 3 MB.
    static let largestProfile = 4 << 20

    let facts: ColourProfile
    /// What the profile speaks of.
    private let samples: Samples
    /// nil where the colours stay as they are.
    private let transform: cmsHTRANSFORM?

    /// - Parameters:
    ///   - profile: as it was embedded; empty where its parts could not be put together.
    ///   - stored: a profile of colours may also come with a grey picture.
    init(_ profile: [UInt8], of stored: Samples) {
        if let facts = Self.withoutEffect.withLock({ $0[profile] }), stored != .inks {
            self.init(facts, stored, nil)
            return
        }
        guard let source = Self.open(profile) else {
            self.init(ColourProfile(effect: .ignored), stored, nil)
            return
        }
        defer { cmsCloseProfile(source) }
        let name = Self.name(of: source)
        guard let samples = Self.samples(of: source),
            samples == stored || (samples, stored) == (.colours, .grey),
            let transform = Self.transform(source, samples)
        else {
            self.init(ColourProfile(name: name, effect: .ignored), stored, nil)
            return
        }
        if samples != .inks, Self.isWithoutEffect(transform, samples) {
            cmsDeleteTransform(transform)
            let facts = ColourProfile(name: name, effect: .none)
            if samples == .colours {
                Self.withoutEffect.withLock { if $0.count < Self.mostRemembered { $0[profile] = facts } }
            }
            self.init(facts, samples, nil)
        } else {
            self.init(ColourProfile(name: name, effect: .converted), samples, transform)
        }
    }

    /// nil where `facts`, made of the same metadata, say that nothing is to be converted.
    init?(of metadata: MetadataBlocks, _ stored: Samples, _ facts: MediaFacts) {
        guard facts.colourProfile?.effect == .converted, let profile = metadata.profile else { return nil }
        self.init(profile, of: stored)
    }

    private init(_ facts: ColourProfile, _ samples: Samples, _ transform: cmsHTRANSFORM?) {
        self.facts = facts
        self.samples = samples
        self.transform = transform
    }

    deinit { if let transform { cmsDeleteTransform(transform) } }

    /// Three samples a pixel, in place; of a grey picture all three alike.
    borrowing func apply(to pixels: UnsafeMutableBufferPointer<UInt8>) {
        guard let transform, samples != .inks else { return }
        guard samples == .grey else {
            cmsDoTransform(
                transform, pixels.baseAddress, pixels.baseAddress, UInt32(clamping: pixels.count / 3))
            return
        }
        let greys = (0...255).map { UInt8($0) }
        var colours = [UInt8](repeating: 0, count: 256 * 3)
        cmsDoTransform(transform, greys, &colours, 256)
        for index in 0..<(pixels.count / 3) {
            let grey = Int(pixels[index * 3]) * 3
            for channel in 0..<3 { pixels[index * 3 + channel] = colours[grey + channel] }
        }
    }

    /// Four inks a pixel, 255 for none, as JPEG stores them; leaves three samples a pixel at the beginning.
    /// - Returns: false where there is nothing to convert by.
    borrowing func mix(_ inks: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        guard let transform, samples == .inks, let base = inks.baseAddress else { return false }
        let pixels = inks.count / 4
        var colours = [UInt8](repeating: 0, count: Self.pixelsAtOnce * 3)
        for start in stride(from: 0, to: pixels, by: Self.pixelsAtOnce) {
            let count = min(Self.pixelsAtOnce, pixels - start)
            cmsDoTransform(transform, base + start * 4, &colours, UInt32(count))
            for index in 0..<(count * 3) { inks[start * 3 + index] = colours[index] }
        }
        return true
    }

    private static let pixelsAtOnce = 4096

    /// Profiles of colours that turned out to be sRGB: phones put the same few into every photo, and finding that out takes
    /// as long as decoding half a megapixel.
    private static let withoutEffect = Mutex<[[UInt8]: ColourProfile]>([:])
    private static let mostRemembered = 16

    // MARK: The library

    private static func open(_ profile: [UInt8]) -> cmsHPROFILE? {
        guard !profile.isEmpty, profile.count <= largestProfile else { return nil }
        return cmsOpenProfileFromMem(profile, UInt32(profile.count))
    }

    private static func samples(of profile: cmsHPROFILE) -> Samples? {
        switch cmsGetColorSpace(profile) {
        case cmsSigRgbData: .colours
        case cmsSigGrayData: .grey
        case cmsSigCmykData: .inks
        default: nil
        }
    }

    private static func transform(_ source: cmsHPROFILE, _ samples: Samples) -> cmsHTRANSFORM? {
        guard let target = cmsCreate_sRGBProfile() else { return nil }
        defer { cmsCloseProfile(target) }
        let layout =
            switch samples {
            case .colours: ccolour_rgb
            case .grey: ccolour_grey
            case .inks: ccolour_inks_inverted
            }
        return cmsCreateTransform(source, layout, target, ccolour_rgb, UInt32(INTENT_PERCEPTUAL), 0)
    }

    /// Whether no colour of an even lattice changes by more than what rounding does.
    private static func isWithoutEffect(_ transform: cmsHTRANSFORM, _ samples: Samples) -> Bool {
        let levels = stride(from: 0, through: 255, by: 51).map { UInt8($0) }
        var lattice: [UInt8] = []
        for red in levels { for green in levels { for blue in levels { lattice += [red, green, blue] } } }
        if samples == .grey { lattice = (0...255).map { UInt8($0) } }
        let perPixel = samples == .grey ? 1 : 3
        var found = [UInt8](repeating: 0, count: lattice.count / perPixel * 3)
        cmsDoTransform(transform, lattice, &found, UInt32(lattice.count / perPixel))
        return found.indices.allSatisfy { abs(Int(found[$0]) - Int(lattice[$0 * perPixel / 3])) <= 1 }
    }

    /// Without control characters and what pads it.
    private static func name(of profile: cmsHPROFILE) -> String? {
        var text = [CChar](repeating: 0, count: 128)
        let count = cmsGetProfileInfoASCII(profile, cmsInfoDescription, "en", "US", &text, UInt32(text.count))
        guard count > 1 else { return nil }
        let bytes = text.prefix { $0 != 0 }.filter { 0x20...0x7E ~= $0 }.map { UInt8(bitPattern: $0) }
        return ExifNotation.trimmed(String(decoding: bytes, as: UTF8.self))
    }
}

extension Raster {
    mutating func convert(by conversion: borrowing ColourConversion?) {
        withMutablePixels { conversion?.apply(to: $0) }
    }
}
