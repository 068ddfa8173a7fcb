import Foundation

/// A program of this package, as built beside the tests.
package enum BuiltProgram {
  /// Its path; a name that was not built gives a path where nothing is.
  package static func path(_ name: String) -> String {
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return URL(filePath: tests).deletingLastPathComponent().appending(path: name).path
  }
}
