// swift-tools-version: 6.1
import PackageDescription

// The targets and the arrows between them; Sources/<target> holds each. Pure targets come first, edges after them, and
// only Service and wraptop see everything. `--explicit-target-dependency-import-check error` guards the arrows.
let package = Package(
  name: "wraptop",
  products: [
    .executable(name: "wraptop", targets: ["wraptop"]),
    .library(name: "WrapperMonitoring", targets: ["Monitoring", "Events"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "CEventDecoder", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "Secrets"),
    .target(name: "PlainText"),
    .target(name: "CompactCoding"),
    .target(name: "Events", dependencies: ["Secrets", "CEventDecoder", "PlainText"]),
    .target(
      name: "OTLPProtobuf",
      dependencies: ["Events", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["telemetry.proto", "answers.proto", "attributes.proto"]),
    .target(
      name: "Monitoring",
      dependencies: [
        "Events", "Secrets", .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "HeapModule", package: "swift-collections"),
      ]),
    .target(name: "Alerting", dependencies: ["Monitoring", "Events", "PlainText"]),
    .target(name: "Formatting", dependencies: ["Snapshots", "Alerting", "Monitoring", "Events", "PlainText"]),
    .target(name: "Configuration", dependencies: ["Secrets", "PlainText"]),
    .target(name: "Snapshots", dependencies: ["Alerting", "Monitoring", "Events", "Configuration"]),
    .target(
      name: "Themes", path: "Themes",
      resources: [
        .embedInCode("dark.theme"), .embedInCode("light.theme"), .embedInCode("high-contrast.theme"),
        .embedInCode("mono.theme"),
      ]),
    .target(name: "Canvas", dependencies: ["PlainText"], linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "Dashboard",
      dependencies: [
        "Snapshots", "Alerting", "Monitoring", "Events", "Secrets", "Configuration", "Formatting", "PlainText",
        "Canvas",
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "Snapshots", "Alerting", "Monitoring", "Events", "Configuration", "Formatting", "PlainText", "Canvas",
      ]),

    // Packages say which commit they were built from; a build of a developer does not know.
    .target(
      name: "CLinux",
      cSettings: Context.environment["WRAPTOP_COMMIT"].map { [.define("WRAPTOP_COMMIT", to: $0)] } ?? []),
    .target(name: "SystemFiles", dependencies: ["CLinux"]),
    .target(name: "CSodium", linkerSettings: [.linkedLibrary("sodium")]),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(
      name: "Ingestion",
      dependencies: [
        "Events", "PlainText", "SystemFiles", "CLinux", "CZlib",
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    .target(
      name: "HTTPServer",
      dependencies: [
        "SystemFiles", "CZlib", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    .target(
      name: "Storage",
      dependencies: [
        "Alerting", "Monitoring", "Events", "Secrets", "SystemFiles",
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .target(
      name: "ConfigurationFiles",
      dependencies: [
        "Configuration", "Events", "SystemFiles", "CLinux", "CSodium", .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "Notifications", dependencies: ["Alerting", "PlainText", "SystemFiles", "CLinux", "CCurl"]),
    .target(name: "Terminal", dependencies: ["Canvas", "CNcurses"]),

    .target(
      name: "Service",
      dependencies: [
        "Reports", "Snapshots", "Alerting", "Monitoring", "Events", "Secrets", "Configuration", "Formatting",
        "PlainText", "CompactCoding",
        "ConfigurationFiles", "Ingestion", "HTTPServer", "OTLPProtobuf", "Storage", "Notifications", "SystemFiles",
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [
        .embedInCode("API/Page/page.html"), .embedInCode("API/Page/page.css"), .embedInCode("API/Page/page.js"),
      ]),
    .target(name: "Demo", dependencies: ["Service", "Monitoring", "Events", "PlainText"]),
    .executableTarget(
      name: "wraptop",
      dependencies: [
        "Service", "Demo", "Dashboard", "Reports", "Terminal", "Themes", "Canvas", "Snapshots", "Alerting",
        "Monitoring",
        "Events",
        "Formatting", "PlainText", "Ingestion", "HTTPServer", "Storage", "Configuration", "ConfigurationFiles",
        "Secrets", "SystemFiles", "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [
        .embedInCode("Clients/python.py"), .embedInCode("Clients/litellm.py"),
        .embedInCode("Clients/orchestrator.py"), .embedInCode("Clients/shell.sh"),
      ]),

    .target(
      name: "CVTerm", path: "Tests/CVTerm", linkerSettings: [.linkedLibrary("vterm"), .linkedLibrary("util")]),
    .target(name: "CGzip", path: "Tests/CGzip", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "TestSupport", dependencies: ["CVTerm", "CGzip"], path: "Tests/TestSupport"),
    .executableTarget(name: "terminal-probe", dependencies: ["Terminal", "Canvas"], path: "Tests/TerminalProbe"),
    .testTarget(name: "SecretsTests", dependencies: ["Secrets", "TestSupport"]),
    .testTarget(name: "CompactCodingTests", dependencies: ["CompactCoding", "TestSupport"]),
    .testTarget(name: "EventsTests", dependencies: ["Events", "CEventDecoder", "TestSupport"]),
    .testTarget(name: "OTLPProtobufTests", dependencies: ["OTLPProtobuf", "Events", "TestSupport"]),
    .testTarget(
      name: "FormattingTests",
      dependencies: ["Formatting", "PlainText", "Snapshots", "Alerting", "Monitoring", "Events", "TestSupport"]),
    .testTarget(name: "MonitoringTests", dependencies: ["Monitoring", "Events", "TestSupport"]),
    .executableTarget(
      name: "alert-probe", dependencies: ["Alerting", "Monitoring", "Events"], path: "Tests/AlertProbe"),
    .testTarget(
      name: "AlertingTests", dependencies: ["Alerting", "Monitoring", "Events", "PlainText", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(name: "ConfigurationTests", dependencies: ["Configuration", "TestSupport"]),
    .executableTarget(
      name: "configuration-probe", dependencies: ["ConfigurationFiles", "Configuration"],
      path: "Tests/ConfigurationProbe"),
    .testTarget(
      name: "ConfigurationFilesTests",
      dependencies: [
        "ConfigurationFiles", "Configuration", "SystemFiles", "TestSupport", "configuration-probe",
      ]),
    .testTarget(
      name: "CanvasTests", dependencies: ["Canvas", "PlainText", "Themes", "TestSupport"], exclude: ["Golden"]),
    .testTarget(
      name: "DashboardTests",
      dependencies: [
        "Dashboard", "Snapshots", "Alerting", "Monitoring", "Events", "Configuration", "PlainText", "Canvas",
        "TestSupport",
      ], exclude: ["Golden"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Snapshots", "Alerting", "Monitoring", "Events", "Configuration", "Formatting", "PlainText",
        "Canvas",
        "TestSupport",
      ], exclude: ["Golden"]),
    .testTarget(
      name: "NotificationsTests", dependencies: ["Notifications", "Alerting", "Events", "TestSupport"],
      exclude: ["receiver.py"]),
    .testTarget(name: "SystemFilesTests", dependencies: ["SystemFiles", "TestSupport"]),
    .testTarget(
      name: "IngestionTests",
      dependencies: ["Ingestion", "Events", "SystemFiles", "TestSupport"]),
    .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer", "SystemFiles", "TestSupport"]),
    .executableTarget(
      name: "store-probe", dependencies: ["Storage", "Monitoring", "Events"], path: "Tests/StoreProbe"),
    .testTarget(
      name: "StorageTests",
      dependencies: [
        "Storage", "SystemFiles", "Alerting", "Monitoring", "Events", "TestSupport", "store-probe",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], exclude: ["Fixtures"]),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "Service", "Reports", "Snapshots", "Alerting", "Configuration", "ConfigurationFiles", "Ingestion", "HTTPServer",
        "CompactCoding", "Notifications", "Storage",
        "SystemFiles", "Monitoring", "Events", "TestSupport", .product(name: "Logging", package: "swift-log"),
      ], exclude: ["page.py"]),
    .testTarget(name: "DemoTests", dependencies: ["Demo", "Monitoring", "Events", "TestSupport"]),
    .testTarget(
      name: "TerminalTests",
      dependencies: [
        "Terminal", "Canvas", "Ingestion", "SystemFiles", "ConfigurationFiles", "Configuration", "TestSupport",
        "terminal-probe", "wraptop",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
