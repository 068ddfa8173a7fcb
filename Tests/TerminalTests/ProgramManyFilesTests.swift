import Glibc
import TestSupport
import Testing

/// `wraptop serve` with more files than it may open.
@Suite(.serialized, .waiting) struct ProgramManyFilesTests {
  let world: StoredProgram

  init() throws {
    world = try StoredProgram()
    try world.folder.makeFolder("logs")
  }

  // Serves the logs with so few descriptors.
  private func serve(descriptors: Int) throws -> RunningProgram {
    let program = try RunningProgram(
      "/bin/sh",
      [
        "-c", "ulimit -n \(descriptors); exec \"$0\" \"$@\"", ProgramOnScreen.program, "serve", "--store",
        world.storePath,
        "--socket", world.socketPath, "--tail", world.folder("logs/**/*.jsonl"),
      ],
      environment: ProgramOnScreen.environment(in: world.folder), errorsPath: world.folder("errors.txt"))
    let listens = world.eventually { program.errors.contains("listening on") }
    #expect(listens, "\(program.errors)")
    return program
  }

  @Test(arguments: [64, 128]) func allFilesAreReadAndClientsServedWithFewDescriptors(_ descriptors: Int) throws {
    for number in 0..<300 {
      let folder = "logs/\(number % 3)"
      if number < 3 { try world.folder.makeFolder(folder) }
      try world.folder.append(StoredProgram.operations("f\(number)-", 0..<5), to: "\(folder)/\(number).jsonl")
    }
    let first = try serve(descriptors: descriptors)
    for client in 0..<10 {
      #expect(try world.send(StoredProgram.operation("client\(client)")).contains("\"accepted\":1"))
    }
    try world.expectStored(1510)
    for number in 0..<300 {
      try world.folder.append(StoredProgram.operation("late\(number)"), to: "logs/\(number % 3)/\(number).jsonl")
    }
    try world.expectStored(1810)
    #expect(first.end(with: SIGTERM) == 0)
    let second = try serve(descriptors: descriptors)
    try world.folder.append(StoredProgram.operation("last"), to: "logs/1/1.jsonl")
    try world.expectStored(1811)
    #expect(second.end(with: SIGTERM) == 0)
  }
}
