// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// C is compiled for speed in debug builds too: decoding a picture at -O0 takes seconds.
let optimised: [CSetting] = [.unsafeFlags(["-O2", "-Wall", "-Werror"])]

let package = Package(
  name: "easel",
  products: [.executable(name: "easel", targets: ["easel"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
  ],
  targets: [
    // Level 4: arguments, output, exit status, composition.
    .executableTarget(
      name: "easel",
      dependencies: [
        "StudioTUI", "StudioServer", "StudioService", "ProviderSimulator", "StudioCore",
        "CapabilitySpecs", "TerminalScreen", "Pictures", "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Level 3: the screen, the server, the real studio, the simulated services.
    .target(
      name: "StudioTUI",
      dependencies: [
        "StudioCore", "TerminalScreen", "Pictures", .product(name: "Yams", package: "Yams"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      resources: [.embedInCode("Themes")],
      swiftSettings: strict),
    .target(
      name: "StudioService",
      dependencies: [
        "StudioCore", "CapabilitySpecs", "Pictures", "CCrypto", "CLinux",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "StudioServer",
      dependencies: [
        "StudioCore", "CapabilitySpecs", "Pictures", "CCrypto",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .target(
      name: "ProviderSimulator",
      dependencies: [
        "Pictures", "CCrypto", .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      ],
      swiftSettings: strict),

    // Level 2: the terminal as a device.
    .target(
      name: "TerminalScreen", dependencies: ["Pictures", "CNcurses", "CTerminal", "CSymbols"],
      swiftSettings: strict),

    // Level 1: values and rules, documents, pixels.
    .target(name: "StudioCore", swiftSettings: strict),
    .target(
      name: "CapabilitySpecs", dependencies: [.product(name: "Yams", package: "Yams")],
      resources: [.embedInCode("Documents")],
      swiftSettings: strict),
    .target(name: "Pictures", dependencies: ["CPictures"], swiftSettings: strict),

    // C shims, one header each.
    .target(
      name: "CPictures", dependencies: ["CDeflate", "CPng", "CTurboJPEG", "CWebP"],
      cSettings: optimised),
    .target(name: "CTerminal", dependencies: ["CNcurses"], cSettings: optimised),
    .target(name: "CSymbols", cSettings: optimised),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CPng", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // Tests mirror their targets.
    .target(
      name: "StudioTestSupport",
      dependencies: [
        "StudioCore", "TerminalScreen", "Pictures",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      path: "Tests/StudioTestSupport", swiftSettings: strict),
    .testTarget(name: "StudioCoreTests", dependencies: ["StudioCore"], swiftSettings: strict),
    .testTarget(
      name: "CapabilitySpecsTests", dependencies: ["CapabilitySpecs"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "PicturesTests", dependencies: ["Pictures", "CPictures", "StudioTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalScreenTests",
      dependencies: ["TerminalScreen", "Pictures", "CTerminal", "StudioTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "StudioServiceTests",
      dependencies: [
        "StudioService", "ProviderSimulator", "StudioCore", "CapabilitySpecs", "Pictures",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "StudioServerTests",
      dependencies: [
        "StudioServer", "StudioService", "ProviderSimulator", "StudioCore", "CapabilitySpecs",
        "Pictures",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ProviderSimulatorTests",
      dependencies: [
        "ProviderSimulator", "Pictures",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "StudioTUITests",
      dependencies: ["StudioTUI", "StudioCore", "TerminalScreen", "Pictures", "StudioTestSupport"],
      exclude: ["Screens"],
      swiftSettings: strict),
    .testTarget(
      name: "easelTests",
      dependencies: [
        "easel", "StudioCore", .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "StudioCore", "StudioService", "CapabilitySpecs", "TerminalScreen", "Pictures",
        "ProviderSimulator", "StudioTestSupport",
      ],
      exclude: ["Corpus"], swiftSettings: strict),
    .testTarget(
      name: "RepositoryTests",
      dependencies: [.product(name: "Subprocess", package: "swift-subprocess")],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
