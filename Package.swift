// swift-tools-version: 6.2
import PackageDescription

// CORE_ONLY=1 leaves out the web and the executable, and with them the HTTP stack: sanitizer lanes build in minutes.
let coreOnly = Context.environment["CORE_ONLY"] == "1"

// STRICT=1, set by the scripts in tools/, makes every warning in our own targets an error.
let strict = Context.environment["STRICT"] == "1"

let root = Context.packageDirectory
let openvino = "\(root)/.deps/openvino"

let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (strict ? [.treatAllWarnings(as: .error)] : [])
let inferenceSettings: [SwiftSetting] =
    settings + [.unsafeFlags(["-Xcc", "-I\(openvino)/include"])]
// SwiftPM drops rpaths from pkg-config files, so they stand here, on whatever links the inference library.
let inferenceLinker: [LinkerSetting] = [
    .unsafeFlags(["-L\(openvino)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(openvino)/lib"])
]

func library(
    _ name: String, _ path: String, _ dependencies: [Target.Dependency] = [], inference: Bool = false,
    resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(path)", resources: resources,
        swiftSettings: inference ? inferenceSettings : settings)
}

func tests(_ name: String, in folder: String? = nil, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies + ["TestSupport"],
        path: "Tests/\(folder ?? name)Tests",
        swiftSettings: inferenceSettings, linkerSettings: inferenceLinker)
}

func door(_ name: String, pkgConfig: String?, apt: [String]) -> Target {
    .systemLibrary(
        name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig,
        providers: apt.isEmpty ? nil : [.apt(apt)])
}

var targets: [Target] = [
    // MARK: C libraries, one door each
    door("CTurboJPEG", pkgConfig: "libturbojpeg", apt: ["libturbojpeg0-dev"]),
    door("CPNG", pkgConfig: "libpng", apt: ["libpng-dev"]),
    door("CSndFile", pkgConfig: "sndfile", apt: ["libsndfile1-dev"]),
    door("CExif", pkgConfig: "libexif", apt: ["libexif-dev"]),
    door("CWebP", pkgConfig: "libwebpdemux", apt: ["libwebp-dev"]),
    door("CHeif", pkgConfig: "libheif", apt: ["libheif-dev"]),
    door("CAVFormat", pkgConfig: "libavformat", apt: ["libavformat-dev", "libavcodec-dev", "libavutil-dev"]),
    door("CColourManagement", pkgConfig: "lcms2", apt: ["liblcms2-dev"]),
    door("CZlib", pkgConfig: "zlib", apt: ["zlib1g-dev"]),
    door("CZip", pkgConfig: "libzip", apt: ["libzip-dev"]),
    door("CChromaprint", pkgConfig: "libchromaprint", apt: ["libchromaprint-dev"]),
    door("CSodium", pkgConfig: "libsodium", apt: ["libsodium-dev"]),
    door("CXLSXWriter", pkgConfig: "xlsxwriter", apt: ["libxlsxwriter-dev"]),
    door("CCurl", pkgConfig: "libcurl", apt: ["libcurl4-openssl-dev"]),
    door("COpenVINO", pkgConfig: nil, apt: []),
    .target(
        name: "CConfinement", path: "Sources/System/CConfinement",
        linkerSettings: [.linkedLibrary("seccomp")]),
    // Opens its library when it is first needed; without it content credentials are not assessed.
    .target(
        name: "CC2PA", path: "Sources/System/CC2PA",
        linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    // Opens its library when it is first needed; built without the headers it says that speech is not installed.
    .target(
        name: "CWhisper", path: "Sources/System/CWhisper",
        cSettings: [.unsafeFlags(["-I\(root)/.deps/whisper/include"])],
        linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),

    // MARK: The words
    library("Evidence", "Domain/Evidence"),
    library("Media", "Domain/Media"),

    // MARK: Policy files → values
    // Not plain Configuration: a package below the HTTP stack has a target of that name, and names are unique.
    library("ConfigurationFiles", "Configuration", ["Evidence", .product(name: "Yams", package: "Yams")]),

    // MARK: Upload → original stored → job queued
    library("Hashing", "Hashing", ["Evidence", "CSodium"]),
    library("Originals", "Originals", ["Evidence", "Hashing"]),
    library("Records", "Records/Records", ["Evidence"]),
    library(
        "SQLiteDriver", "Records/SQLiteDriver", ["Records", .product(name: "GRDB", package: "GRDB.swift")]),
    library("Intake", "Intake", ["Decoding", "Evidence", "Hashing", "Originals", "Records"]),

    // MARK: Decode
    library(
        "Decoding", "Decoding",
        [
            "Media", "CTurboJPEG", "CPNG", "CSndFile", "CExif", "CWebP", "CHeif", "CAVFormat", "CZip",
            "CZlib", "CChromaprint", "CColourManagement",
        ]),
    library("Confinement", "Confinement", ["Media", "Decoding", "CConfinement"]),
    library("Credentials", "Credentials", ["Media", "CC2PA"]),
    library("Inference", "Inference", ["Media", "COpenVINO"], inference: true),
    library("Transcribing", "Transcribing", ["Evidence", "Media", "CWhisper"]),

    // MARK: Analyse
    library("AnalyzerKit", "Analyzers/AnalyzerKit", ["Evidence", "Media"]),
    library("Text", "Analyzers/Text", ["AnalyzerKit", "Evidence", "Media", "Inference"], inference: true),
    library("Shelf", "Analyzers/Shelf", ["AnalyzerKit", "Evidence", "Media"]),
    library("Order", "Analyzers/Order", ["AnalyzerKit", "Evidence", "Media"]),
    library("Consultation", "Analyzers/Consultation", ["AnalyzerKit", "Evidence", "Media"]),
    library("Provenance", "Analyzers/Provenance", ["AnalyzerKit", "Evidence", "Media"]),

    // MARK: Findings → scores → metrics → flags
    library("Scoring", "Scoring", ["Evidence"]),
    library("Simulation", "Simulation", ["Evidence", "Scoring"]),
    library("Staging", "Staging", ["Evidence", "Media", "Scoring", "Simulation"]),

    // MARK: The stages run
    library(
        "Pipeline", "Pipeline",
        [
            "Evidence", "Media", "Originals", "Decoding", "Transcribing", "AnalyzerKit", "Scoring", "Records",
        ]),
    library("Reports", "Reports", ["Consultation", "Evidence", "Records", "Scoring", "CXLSXWriter"]),
    library("Delivery", "Delivery", ["Evidence", "Hashing", "Records", "CCurl"]),

    // Stands without the HTTP stack, so that it can be fuzzed.
    library("Multipart", "Web/Multipart"),

    // MARK: Tests
    .target(
        name: "TestSupport", dependencies: ["Evidence", "Media"], path: "Tests/TestSupport",
        swiftSettings: settings),
    // Archives that no packer would make, and their unpacking without a process.
    .target(
        name: "ArchiveTestSupport", dependencies: ["Decoding"], path: "Tests/ArchiveTestSupport",
        swiftSettings: settings),
    tests("Multipart", ["Multipart"]),
    tests("Evidence", ["Evidence"]),
    tests("Media", ["Media"]),
    tests("ConfigurationFiles", in: "Configuration", ["ConfigurationFiles", "Evidence"]),
    tests("Originals", ["Originals", "Hashing", "Evidence"]),
    tests("Records", ["Records", "SQLiteDriver", "Evidence"]),
    tests(
        "Intake",
        [
            "Intake", "ArchiveTestSupport", "Decoding", "Originals", "Records", "SQLiteDriver", "Evidence",
            "Hashing",
        ]),
    tests("Decoding", ["Decoding", "ArchiveTestSupport", "Media"]),
    // Decodes as the worker does, or tries under confinement what a hostile file would like to do.
    .executableTarget(
        name: "confinement-probe", dependencies: ["Confinement", "Decoding"], path: "Tests/ConfinementProbe",
        swiftSettings: settings),
    tests(
        "Confinement", ["Confinement", "confinement-probe", "ArchiveTestSupport", "Decoding", "Media"]),
    tests("Credentials", ["Credentials", "Decoding", "Media"]),
    tests("Text", ["Text", "Inference", "Decoding", "AnalyzerKit", "Media", "Evidence"]),
    tests("Transcribing", ["Transcribing", "Decoding", "Evidence", "Media"]),
    tests("Shelf", ["Shelf", "AnalyzerKit", "Decoding", "Media", "Evidence"]),
    tests("Order", ["Order", "AnalyzerKit", "ConfigurationFiles", "Media", "Evidence"]),
    tests(
        "Consultation",
        ["Consultation", "AnalyzerKit", "ConfigurationFiles", "Decoding", "Media", "Evidence"]),
    tests(
        "Provenance",
        ["Provenance", "AnalyzerKit", "ConfigurationFiles", "Decoding", "Media", "Evidence"]),
    tests("Scoring", ["Scoring", "ConfigurationFiles", "Evidence"]),
    tests("Reports", ["Reports", "Records", "Scoring", "SQLiteDriver", "Evidence"]),
    tests("Delivery", ["Delivery", "Records", "SQLiteDriver", "Evidence", "Hashing"]),
    tests("Simulation", ["Simulation", "Scoring", "ConfigurationFiles", "Evidence"]),
    tests(
        "Staging",
        ["Staging", "Simulation", "Consultation", "Decoding", "ConfigurationFiles", "Evidence", "Media"]),
    tests(
        "Pipeline",
        [
            "Pipeline", "AnalyzerKit", "Decoding", "Originals", "Records", "SQLiteDriver", "Evidence",
            "Hashing",
            "Media",
        ]),
]

var dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
]

var products: [Product] = []

// FUZZ=1, set by tools/fuzz/run, adds what it runs: an executable that links only with libFuzzer's runtime.
if Context.environment["FUZZ"] == "1" {
    targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: ["ConfigurationFiles", "Decoding", "Intake", "Multipart", "Transcribing"],
            path: "tools/fuzz/Subjects", swiftSettings: settings))
}

// BENCH=1, set by tools/bench, adds what it measures with.
if Context.environment["BENCH"] == "1" {
    targets.append(
        .executableTarget(
            name: "bench",
            dependencies: [
                "Confinement", "Consultation", "Decoding", "Evidence", "Hashing", "Media", "Provenance",
                "Shelf",
                "Transcribing",
            ],
            path: "tools/benchmarks",
            exclude: [
                "console_queries.py", "order_reading.py", "shelf_kernels.py", "shelf_photos.py", "uploads.py",
            ],
            swiftSettings: settings))
}

if !coreOnly {
    products.append(.library(name: "fault-injector", type: .dynamic, targets: ["FaultInjector"]))
    dependencies += [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ]
    let http: [Target.Dependency] = [
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
    ]
    targets += [
        // MARK: What people and programs see
        library(
            "API", "Web/API",
            ["Evidence", "Hashing", "Intake", "Multipart", "Originals", "Records", "Reports"] + http),
        library(
            "Console", "Web/Console",
            [
                "API", "Evidence", "Hashing", "Intake", "Multipart", "Originals", "Records", "Reports",
                .product(name: "Mustache", package: "swift-mustache"),
            ] + http,
            resources: [.copy("Resources")]),
        .executableTarget(
            name: "storeproof",
            dependencies: [
                "Evidence", "Media", "ConfigurationFiles", "Hashing", "Originals", "Records", "SQLiteDriver",
                "Intake", "Decoding", "Confinement", "Credentials", "Inference", "Transcribing",
                "AnalyzerKit", "Text", "Shelf", "Order", "Consultation", "Provenance", "Scoring",
                "Simulation", "Staging", "Pipeline", "Reports", "Delivery", "API",
                "Console",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ] + http,
            path: "Sources/App", swiftSettings: inferenceSettings, linkerSettings: inferenceLinker),
        .target(
            name: "WebTestSupport",
            dependencies: [
                "API", "ArchiveTestSupport", "Intake", "Originals", "Records", "SQLiteDriver", "Evidence",
                "Hashing", "TestSupport",
            ] + http,
            path: "Tests/WebTestSupport", swiftSettings: settings),
        tests(
            "API",
            [
                "API", "Multipart", "WebTestSupport", "ArchiveTestSupport", "Pipeline", "AnalyzerKit",
                "Decoding",
                "Originals", "Records",
                "Evidence", "Hashing", "Media",
            ] + http),
        tests(
            "Console",
            [
                "Console", "API", "WebTestSupport", "Originals", "Records", "Reports", "Evidence", "Hashing",
                .product(name: "Mustache", package: "swift-mustache"),
            ] + http),
        // What the end-to-end tests preload into the program to make its disk fail.
        .target(name: "FaultInjector", path: "Tests/FaultInjector"),
        tests("EndToEnd", ["storeproof"]),
    ]
}

let package = Package(
    name: "storeproof",
    platforms: [.macOS(.v15)],
    products: products,
    dependencies: dependencies,
    targets: targets
)
