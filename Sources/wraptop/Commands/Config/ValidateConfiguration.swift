import ArgumentParser
import Configuration
import ConfigurationFiles
import Reports
import SystemFiles

/// Everything that is wrong.
struct ValidateConfiguration: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check the configuration and print all faults with file and line.",
    discussion: """
      With a FILE or DIR only that is checked, and its profile with --environment: neither the runtime file nor \
      environment variables nor the credential store of whoever runs it count, so that it serves in CI. Without one all \
      layers are checked as they are.

      Prints a line for each finding, errors first, and a line that counts them. The exit status is 78 if there are \
      errors, else 0; 66 or 77 if a file cannot be read.

      --json prints {"schema":1,"valid","errors","warnings","files","wrappers","findings":[{"severity","origin","file",\
      "line","layer","wrapper_name","field","message"}]}.
      """)

  @Argument(help: ArgumentHelp("Check only this file or folder.", valueName: "file|dir"))
  var path: String?

  @Flag(name: .long, help: "Treat warnings as errors.")
  var strict = false

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  @OptionGroup var options: ConfigurationOptions

  func validate() throws {
    guard path != nil else { return }
    let others = [
      ("--wrappers", options.wrappers != nil), ("--set", !options.set.isEmpty), ("--runtime", options.runtime != nil),
    ]
    if let other = others.first(where: \.1) {
      throw ValidationError("\(other.0): does not count where a file is checked alone; leave one of them out")
    }
  }

  func run() throws {
    let result = try result()
    try StandardOutput.write(
      json ? ConfigurationJSON().validation(result) : Array(ConfigurationView.text.validation(result).utf8))
    if !result.isValid { throw ExitCode(FailureStatus.configuration) }
  }

  private func result() throws -> ValidationResult {
    // A file that is checked alone has nothing to do with the settings of who checks it.
    var paths = try path == nil || options.config != nil ? options.completePaths() : options.paths
    if let path { paths.wrappers = path }
    let read: ReadConfiguration
    do throws(ConfigurationFileError) {
      read = try ConfigurationReader.read(paths, onlyFiles: path != nil)
    } catch {
      guard case .invalid(let faults) = error else { throw error }
      // What does not parse keeps everything else from being looked at.
      return ValidationResult(findings: faults.map(Self.finding), files: 0, wrappers: 0, isStrict: strict)
    }
    let resolved = read.resolved.withZoneChecked
    let files = count(read.sources.file) + count(read.sources.profile) + (read.version == .absent ? 0 : 1)
    return ValidationResult(
      findings: resolved.findings, files: files, wrappers: resolved.wrappers.count, isStrict: strict)
  }

  private func count(_ source: WrappersSource?) -> Int {
    switch source {
    case nil: 0
    case .file: 1
    case .folder(let files, let shared): files.count + (shared == nil ? 0 : 1)
    }
  }

  // A fault that was told in one line, `file:line: message` if it stands in a file.
  private static func finding(_ fault: String) -> Finding {
    guard let found = fault.firstMatch(of: #/^(.+?):([0-9]+): /#), let line = Int(found.2) else {
      return Finding(.error, .standard, fault)
    }
    return Finding(
      .error, .place(SourceLocation(file: String(found.1), line: line)), String(fault[found.range.upperBound...]))
  }
}
