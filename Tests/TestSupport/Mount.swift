import Foundation

/// A file system that a test has mounted; it goes with the last reference.
package final class Mount {
  private let point: String

  /// A file system in memory that holds that many bytes.
  package static func memory(_ point: String, bytes: Int) -> Mount? {
    Mount(["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", point], point)
  }

  /// A folder under another path, where nothing can be written.
  package static func readOnly(_ folder: String, at point: String) -> Mount? {
    guard let mount = Mount(["--bind", folder, point], point) else { return nil }
    return run("/usr/bin/mount", ["-o", "remount,ro,bind", point]) ? mount : nil
  }

  /// Whether this process may mount anything.
  package static let isPermitted: Bool = {
    guard let folder = try? TemporaryFolder(), (try? folder.makeFolder("m")) != nil else { return false }
    return memory(folder("m"), bytes: 1 << 20) != nil
  }()

  private init?(_ arguments: [String], _ point: String) {
    self.point = point
    guard Self.run("/usr/bin/mount", arguments) else { return nil }
  }

  deinit { _ = Self.run("/usr/bin/umount", ["-l", point]) }

  private static func run(_ program: String, _ arguments: [String]) -> Bool {
    (try? ProgramRun(program, arguments, environment: [:]))?.status == 0
  }
}
