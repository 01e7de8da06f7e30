/// What kind of program an EXIF Software or an XMP CreatorTool names.
///
/// Phones write their system's build there (`HyperOS 2.0`, `17.5.1`, `G935LKLU1APL1`), watermark cameras their name:
/// neither is an editor. `Photos` and `Google` are left out, since phones' own galleries write them after a mere turn of
/// the picture.
enum SoftwareName: Equatable {
    /// A program that changes what a picture shows.
    case editor(String)
    /// A program that develops, sorts or transfers pictures: said, never a reason.
    case processor(String)

    /// The stronger of the two where both name a program.
    init?(software: String?, creatorTool: String?) {
        let named = [software, creatorTool].compactMap(\.self)
        if let editor = named.first(where: { Self.isEditor($0.lowercased()) }) {
            self = .editor(editor)
        } else if let processor = named.first(where: { Self.names($0.lowercased(), Self.processors) }) {
            self = .processor(processor)
        } else {
            return nil
        }
    }

    private static func isEditor(_ name: String) -> Bool {
        // "Adobe Photoshop Lightroom" and "Adobe Bridge" carry an editor's name and are none.
        !names(name, processors) && names(name, editors)
    }

    private static func names(_ text: String, _ words: [String]) -> Bool {
        words.contains { text.contains($0) }
    }

    private static let processors = [
        "lightroom", "bridge", "camera raw", "camedia", "quicktime", "capture one", "darktable",
        "rawtherapee", "dxo", "digital photo professional", "viewnx", "nx studio", "capture nx", "aperture",
        "iphoto", "silkypix", "photo mechanic", "image transfer",
    ]

    private static let editors = [
        "photoshop", "adobe", "gimp", "snapseed", "picsart", "美图", "meitu", "醒图", "canva", "affinity",
        "paint.net", "pixelmator", "faceapp", "facetune", "vsco", "photoscape", "picasa", "acdsee",
        "luminar", "polarr", "photodirector", "pixlr", "fotor", "黄油相机", "轻颜", "像素蛋糕", "天天p图",
        "pitu", "光影魔术手", "nearby photo", "beautyplus", "airbrush", "paintshop", "paint shop", "photopea",
        "krita", "coreldraw", "photoworks", "剪映", "capcut", "inshot", "photoimpact", "imagemagick",
    ]
}
