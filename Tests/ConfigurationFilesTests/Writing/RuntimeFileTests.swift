import Configuration
import ConfigurationFiles
import Foundation
import TestSupport
import Testing

/// The old file or the new one, whatever happens.
@Suite struct RuntimeFileTests {
  private let folder: TemporaryFolder
  private let file: RuntimeFile

  init() throws {
    folder = try TemporaryFolder()
    file = RuntimeFile(path: folder("runtime.json"))
  }

  private func node(_ text: String) -> ConfigurationNode {
    let place = Configuration.SourceLocation(file: "x", line: 1)
    let value = ConfigurationNode(.scalar(.init(text, isQuoted: true)), at: place)
    return ConfigurationNode(.mapping([.init(key: "a", keyPlace: place, value: value)]), at: place)
  }

  private func text(_ name: String = "runtime.json") -> String? {
    try? String(contentsOfFile: folder(name), encoding: .utf8)
  }

  private func error(_ body: () throws(ConfigurationFileError) -> Void) -> ConfigurationFileError? {
    do throws(ConfigurationFileError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  private func writingFails(
    _ exitCode: Int32, _ message: String, replacing version: FileVersion,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let error = error { () throws(ConfigurationFileError) in _ = try file.write(node("new"), replacing: version) }
    #expect(error?.exitCode == exitCode, "\(String(describing: error))", sourceLocation: sourceLocation)
    let said = error.map { "\($0)" } ?? ""
    #expect(said.contains(message) && said.contains("; "), "\(said)", sourceLocation: sourceLocation)
  }

  private func mode(_ name: String) -> mode_t {
    var about = stat()
    return stat(folder(name), &about) == 0 ? about.st_mode & 0o7777 : 0
  }

  @Test func isMadeReadAndReplaced() throws {
    #expect(try file.read() == (nil, .absent))
    let first = try file.write(node("1"), replacing: .absent)
    #expect(text() == "{\n  \"a\": \"1\"\n}\n")
    #expect(mode("runtime.json") == 0o600 && mode("runtime.json.lock") == 0o600)
    let read = try file.read()
    #expect(read.version == first && read.root?.holdsTheSame(as: node("1")) == true)
    let second = try file.write(node("2"), replacing: first)
    #expect(second != first)
    #expect(try file.read().version == second)
    #expect(folder.contents == ["runtime.json", "runtime.json.lock"])
  }

  @Test func foldersThatAreMissingAreMadeForTheUserAlone() throws {
    let file = RuntimeFile(path: folder("state/wraptop/runtime.json"))
    #expect(try file.read() == (nil, .absent))
    _ = try file.write(node("1"), replacing: .absent)
    #expect(mode("state") == 0o700 && mode("state/wraptop") == 0o700)
  }

  @Test func aFileThatChangedIsNotReplaced() throws {
    let version = try file.write(node("1"), replacing: .absent)
    try folder.append("\n", to: "runtime.json")
    let changed = try file.read().version
    writingFails(73, "changed since it was read", replacing: version)
    #expect(
      error { () throws(ConfigurationFileError) in _ = try file.write(node("2"), replacing: version) }
        == .conflict(path: file.path, current: changed))
    // Nor is one that is broken by now.
    try folder.append("}", to: "runtime.json")
    writingFails(73, "changed since it was read", replacing: changed)
    #expect(text() == "{\n  \"a\": \"1\"\n}\n\n}")
    #expect(error { () throws(ConfigurationFileError) in _ = try file.read() }?.exitCode == 78)
    unlink(file.path)
    writingFails(73, "was removed since it was read", replacing: version)
    writingFails(73, "was removed since it was read", replacing: changed)
    #expect(!folder.has("runtime.json"))
  }

  @Test func aFileThatCameMeanwhileIsNotReplaced() throws {
    try folder.append("{}", to: "runtime.json")
    writingFails(73, "changed since it was read", replacing: .absent)
    #expect(text() == "{}")
  }

  @Test func whatIsReadOnlyStaysAsItIs() throws {
    let version = try file.write(node("1"), replacing: .absent)
    chmod(file.path, 0o400)
    writingFails(77, "is read-only (mode 0400), so it is left as it is; type: chmod u+w", replacing: version)
    chmod(file.path, 0o600)
    chmod(folder.path, 0o500)
    writingFails(77, geteuid() == 0 ? "its folder is read-only" : "Permission denied", replacing: version)
    chmod(folder.path, 0o700)
    #expect(text() == "{\n  \"a\": \"1\"\n}\n")
    #expect(folder.contents == ["runtime.json", "runtime.json.lock"])
  }

  @Test func whatOthersCanReadOrChangeIsRefused() throws {
    let version = try file.write(node("1"), replacing: .absent)
    chmod(file.path, 0o640)
    writingFails(77, "another user could read it: it has mode 0640; type: chmod 600", replacing: version)
    #expect(error { () throws(ConfigurationFileError) in _ = try file.read() }?.exitCode == 77)
    chmod(file.path, 0o600)
    chmod(folder.path, 0o770)
    writingFails(77, "another user could change it", replacing: version)
    unlink(file.path)
    writingFails(77, "another user could change it", replacing: .absent)
    chmod(folder.path, 0o700)
    #expect(!folder.has("runtime.json"))
  }

  @Test(arguments: [true, false]) func aLinkStaysAndItsEndIsReplaced(isThere: Bool) throws {
    try folder.makeFolder("kept")
    for (link, end) in [("runtime.json", "kept/link"), ("kept/link", "real.json")] {
      try FileManager.default.createSymbolicLink(atPath: folder(link), withDestinationPath: end)
    }
    if isThere { try folder.append("{}", to: "kept/real.json") }
    let version = try file.read().version
    #expect((version == .absent) != isThere)
    _ = try file.write(node("2"), replacing: version)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file.path) == "kept/link")
    #expect(text("kept/real.json") == "{\n  \"a\": \"2\"\n}\n")
    #expect(folder.contents == ["kept", "kept/link", "kept/real.json", "kept/real.json.lock", "runtime.json"])
  }

  @Test func linksInACircleAndWhatIsNoFileAreRefused() throws {
    try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: "runtime.json")
    writingFails(73, "symbolic links", replacing: .absent)
    unlink(file.path)
    try folder.makeFolder("runtime.json")
    let error = error { () throws(ConfigurationFileError) in try AtomicFile(path: file.path).replace(with: [1]) }
    #expect(error?.exitCode == 73 && folder.contents == ["runtime.json", "runtime.json.lock"])
  }

  @Test func whatCouldNotBeReadBackIsNotWritten() throws {
    let version = try file.write(node("1"), replacing: .absent)
    writingFails(73, "changed", replacing: .absent)
    let place = Configuration.SourceLocation(file: "x", line: 1)
    let value = ConfigurationNode(.scalar(.init("1", isQuoted: true)), at: place)
    let twice = ConfigurationNode(
      .mapping([.init(key: "a", keyPlace: place, value: value), .init(key: "a", keyPlace: place, value: value)]),
      at: place)
    for root in [twice, node(String(repeating: "x", count: 1 << 20)), node("\u{FEFF}x")] {
      #expect(
        self.error { () throws(ConfigurationFileError) in _ = try file.write(root, replacing: version) }?.exitCode == 78
      )
    }
    #expect(try file.read().version == version)
  }

  @Test func aWriterThatWaitsTooLongSaysForWhat() throws {
    let lock = open(folder("runtime.json.lock"), O_RDWR | O_CREAT, 0o600)
    flock(lock, LOCK_EX)
    defer { close(lock) }
    writingFails(73, "another process holds it locked", replacing: .absent)
  }
}
