// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
// Async functions run where their caller does, so that a lane stays on its event loop.
let staying: [SwiftSetting] = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let nio = ["NIOCore", "NIOPosix", "NIOHTTP1"].map {
  Target.Dependency.product(name: $0, package: "swift-nio")
}
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

// One direction: a target depends only on what stands above it.
let package = Package(
  name: "volley",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "volley", targets: ["volley"]),
    .library(name: "Liquid", targets: ["Liquid"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(
      name: "CPhone",
      linkerSettings: [.linkedLibrary("phonenumber"), .linkedLibrary("protobuf")]),
    .target(
      name: "Audience", dependencies: ["CLibCSV", "CPhone", crypto], swiftSettings: strict),
    .target(name: "Liquid", swiftSettings: strict),
    .target(name: "Composing", dependencies: ["Audience", "Liquid"], swiftSettings: strict),
    .target(
      name: "Ledger",
      dependencies: [
        "CLinux", "CSQLite",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Delivery",
      dependencies: [
        "Audience", "Composing", "Ledger", logging, tls,
        .product(name: "NIOExtras", package: "swift-nio-extras"),
        .product(name: "NIOTLS", package: "swift-nio"),
      ] + nio,
      swiftSettings: strict + staying),
    .target(
      name: "Reports",
      dependencies: [
        "Audience", "Composing", crypto,
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      // In the binary itself: a bundle would have to be found beside it.
      resources: [
        "preview.html", "report.html", "head.html", "chart.html", "groups.html", "outcome.html",
        "phone.html", "page.css", "page.js",
      ].map { .embedInCode("Resources/\($0)") },
      swiftSettings: strict),
    .target(
      name: "Campaign",
      dependencies: ["Audience", "Liquid", "Composing", "Ledger", "Delivery", "Reports", crypto],
      swiftSettings: strict),
    .target(name: "MockFluents", dependencies: nio + [tls], swiftSettings: strict),
    .executableTarget(
      name: "volley",
      dependencies: [
        "Audience", "Liquid", "Composing", "Ledger", "Delivery", "Reports", "Campaign",
        "MockFluents", logging,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),

    .target(name: "Scratch", path: "Tests/Scratch", swiftSettings: strict),
    .testTarget(
      name: "AudienceTests", dependencies: ["Audience", "CPhone", "Scratch"],
      swiftSettings: strict),
    .testTarget(name: "LiquidTests", dependencies: ["Liquid"], swiftSettings: strict),
    .testTarget(
      name: "ComposingTests", dependencies: ["Composing", "Audience", "Liquid", "Scratch"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerTests",
      dependencies: ["Ledger", "Scratch", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "DeliveryTests",
      dependencies: [
        "Audience", "Composing", "Ledger", "Delivery", "MockFluents", "Scratch", tls,
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ] + nio,
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "Composing", "Audience", "CLibCSV", "Scratch"],
      swiftSettings: strict),
    .testTarget(
      name: "CampaignTests",
      dependencies: [
        "Campaign", "Audience", "Composing", "Delivery", "Ledger", "MockFluents", "Reports",
        "Scratch",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MockFluentsTests", dependencies: ["MockFluents", "Scratch", tls] + nio,
      swiftSettings: strict),
    .testTarget(
      name: "VolleyTests",
      dependencies: ["volley", "Audience", "Campaign", "Delivery", "Reports", "Scratch"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "volley", "Ledger", "MockFluents",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),

    .executableTarget(
      name: "liquid-differential", dependencies: ["Liquid"],
      path: "Tests/Differential/liquid/Renderer", swiftSettings: strict),
    .executableTarget(
      name: "liquid-benchmark", dependencies: ["Liquid"], path: "Tests/Benchmarks/liquid",
      swiftSettings: strict),
    .executableTarget(
      name: "parts-benchmark",
      dependencies: ["Audience", "Liquid", "Composing", "Ledger", "Delivery"],
      path: "Tests/Benchmarks/parts", swiftSettings: strict),
    .executableTarget(
      name: "liquid-fuzz", dependencies: ["Liquid"], path: "Tests/Fuzz/liquid",
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// libFuzzer brings its own main, so this one is built on request only.
if Context.environment["VOLLEY_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz-audience", dependencies: ["Audience"], path: "Tests/Fuzz/Audience",
      exclude: ["README.md", "corpus"],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])]))
}
