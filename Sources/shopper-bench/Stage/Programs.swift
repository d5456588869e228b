// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Foundation

/// A program of the package that was built beside this one.
struct BuiltProgram {
  /// The program's path.
  let path: String

  /// The program of a name, such as `shopper-hub`.
  init(_ name: String) throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    path = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(name).path
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Failure(.failed, "There is no program \(path). Build the package: swift build.")
    }
  }

  /// Settings of whoever runs this do not reach the program.
  static var environment: [String: String] {
    let inherited = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "HOME"]
    return ProcessInfo.processInfo.environment.filter { inherited.contains($0.key) }
  }

  /// A process of this program that has not begun yet.
  func process(
    _ arguments: [String],
    store: String? = nil,
    under tracer: [String] = []
  ) -> Process {
    let process = Process()
    let words = tracer + [path] + arguments
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.environment = BuiltProgram.environment
    process.environment?["SHOPPER_STORE"] = store
    return process
  }

  /// Runs the program to its end.
  ///
  /// - Returns: What it wrote to standard output.
  /// - Throws: ``Failure`` where it did not end with 0; what it said stays on standard error.
  @discardableResult
  func run(_ arguments: [String], store: String? = nil) throws -> String {
    let process = process(arguments, store: store)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let shown = ([path] + arguments).joined(separator: " ")
      throw Failure(.failed, "It ended with \(process.terminationStatus): \(shown).")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A serving `shopper-hub`, as a process of its own.
final class ServingHub {
  /// Where it listens, such as `http://127.0.0.1:40123`.
  let address: String

  private let process: Process

  /// Serves a folder of data on a free port of this machine.
  ///
  /// - Parameters:
  ///   - data: The hub's data.
  ///   - log: The file that takes the hub's log.
  ///   - tracer: The words in front of the hub's own, to run it under another program.
  /// - Throws: ``Failure`` where it does not serve.
  init(data: String, log: String, under tracer: [String] = []) throws {
    process = try BuiltProgram("shopper-hub")
      .process(["serve", "--data", data, "--listen", "127.0.0.1:0"], under: tracer)
    try Data().write(to: URL(fileURLWithPath: log))
    let output = Pipe()
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try process.run()
    Belongings.all.note(process: process.processIdentifier)
    var said: [UInt8] = []
    while !said.contains(UInt8(ascii: "\n")) {
      let bytes = output.fileHandleForReading.availableData
      if bytes.isEmpty { break }
      said += bytes
    }
    let words = String(decoding: said, as: UTF8.self).split { " \n".contains($0) }
    guard words.count == 3, words[0] == "listening" else {
      process.terminate()
      throw Failure(.failed, "The hub does not serve. See its log: \(log).")
    }
    address = String(words[2])
  }

  /// The process's number.
  var processID: Int32 { process.processIdentifier }

  /// Asks the hub to end, and waits until it has.
  func stop() {
    guard process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
    Belongings.all.forget(process: process.processIdentifier)
  }

  deinit {
    stop()
  }
}
