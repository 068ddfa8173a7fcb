import Foundation
import TestSupport
import Testing

@testable import ConfigurationFiles

/// Files that others could have written are not believed (article Security).
@Suite struct GuardedFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("d")
    try folder.append("wrappers: {}\n", to: "d/w.yaml")
  }

  private func error(_ name: String) -> ConfigurationFileError? {
    do throws(ConfigurationFileError) {
      _ = try WrappersFile.source(at: folder(name))
      return nil
    } catch {
      return error
    }
  }

  private func expectUnsafe(_ name: String, _ advice: String, sourceLocation: Testing.SourceLocation = #_sourceLocation)
  {
    let error = error(name)
    #expect(error?.exitCode == 77, sourceLocation: sourceLocation)
    let text = error.map { "\($0)" } ?? ""
    #expect(text.hasSuffix(advice), "\(text)", sourceLocation: sourceLocation)
  }

  @Test(arguments: [0o600, 0o644, 0o400, 0o755] as [mode_t]) func whatOthersMayReadIsFine(mode: mode_t) {
    chmod(folder("d/w.yaml"), mode)
    #expect(error("d/w.yaml") == nil)
  }

  @Test(arguments: [0o660, 0o606, 0o622] as [mode_t]) func whatOthersMayWriteIsRefused(mode: mode_t) {
    chmod(folder("d/w.yaml"), mode)
    expectUnsafe("d/w.yaml", "type: chmod go-w \(folder("d/w.yaml"))")
  }

  @Test func aFolderThatOthersMayWriteIsRefused() {
    chmod(folder("d"), 0o770)
    expectUnsafe("d/w.yaml", "type: chmod go-w \(folder("d"))")
    expectUnsafe("d", "type: chmod go-w \(folder("d"))")
    chmod(folder("d"), 0o1777)
    expectUnsafe("d/w.yaml", "move it into a folder of your own")
  }

  @Test func aFileOfAnotherUserIsRefused() {
    // Only the superuser can give files away.
    guard geteuid() == 0 else { return #expect(error("d/w.yaml") == nil) }
    chown(folder("d/w.yaml"), 12345, 12345)
    expectUnsafe("d/w.yaml", "type: chown 0 \(folder("d/w.yaml"))")
    chown(folder("d/w.yaml"), 0, 0)
    chown(folder("d"), 12345, 12345)
    expectUnsafe("d/w.yaml", "type: chown 0 \(folder("d"))")
  }

  @Test func whatALinkLeadsToIsJudged() throws {
    try FileManager.default.createSymbolicLink(atPath: folder("link.yaml"), withDestinationPath: "d/w.yaml")
    #expect(error("link.yaml") == nil)
    chmod(folder("d/w.yaml"), 0o664)
    #expect(error("link.yaml")?.exitCode == 77)
    chmod(folder("d/w.yaml"), 0o600)
    chmod(folder("d"), 0o770)
    #expect(error("link.yaml")?.exitCode == 77)
  }

  @Test func whatIsNotThereOrNoFileSaysSo() throws {
    #expect(error("none.yaml")?.exitCode == 66)
    #expect(error("none/w.yaml")?.exitCode == 66)
    #expect(error("none.yaml").map { "\($0)" }?.contains("No such file") == true)
    // Nobody writes into it; opening it must not wait.
    mkfifo(folder("pipe"), 0o600)
    #expect(error("pipe").map { "\($0)" }?.contains("is no file") == true)
  }
}
