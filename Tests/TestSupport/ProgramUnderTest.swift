// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A program to run as a process of its own, such as `shopper-hub` as it was just built.
///
/// It sees no environment but what it is given here and `PATH`: no settings, home folder or proxy
/// of whoever runs the tests.
package struct ProgramUnderTest: Sendable {
  /// The program's absolute path.
  package let path: String
  /// Variables that every run gets.
  package var environment: [String: String]
  /// The folder to run in; none: the tests' own.
  package var folder: String?
  /// What starts it, as a command in front of its own; none: it is started by itself.
  package var launcher: [String] = []

  /// The program of this package called `name`, beside the running test bundle.
  package init(_ name: String, environment: [String: String] = [:], folder: String? = nil) throws {
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let products = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    try self.init(
      path: products.appendingPathComponent(name).path,
      environment: environment,
      folder: folder
    )
  }

  /// A program of the system, such as `/usr/bin/openssl`.
  package init(path: String, environment: [String: String] = [:], folder: String? = nil) throws {
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw ProgramFailure(description: "there is no program \(path): build it first")
    }
    self.path = path
    self.environment = environment
    self.folder = folder
  }

  /// Runs it to its end.
  package func run(
    _ arguments: [String] = [],
    input: some Sequence<UInt8> = []
  ) throws -> ProgramOutcome {
    try start(arguments, input: input).wait()
  }

  /// Runs it to its end with a text as its standard input.
  package func run(_ arguments: [String] = [], input: String) throws -> ProgramOutcome {
    try run(arguments, input: input.utf8)
  }

  /// Starts it, to be killed when the returned handle goes away.
  package func start(
    _ arguments: [String] = [],
    input: some Sequence<UInt8> = []
  ) throws -> RunningProgram {
    let inherited = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "LLVM_PROFILE_FILE", "TSAN_OPTIONS"]
    var variables = ProcessInfo.processInfo.environment.filter { inherited.contains($0.key) }
    variables["LANG"] = "C.UTF-8"
    variables.merge(environment) { $1 }
    let place = folder.map { ["/usr/bin/env", "-C", $0] } ?? []
    return try RunningProgram(
      launcher + place + [path] + arguments,
      environment: variables,
      input: Array(input)
    )
  }
}

/// How a program ended and what it said.
package struct ProgramOutcome: Sendable, Equatable {
  /// The exit code, or the negative number of the signal that ended it.
  package var status: Int32
  package var outputBytes: [UInt8] = []
  package var errorBytes: [UInt8] = []

  /// Standard output as text.
  package var output: String { String(decoding: outputBytes, as: UTF8.self) }

  /// Standard error as text.
  package var error: String { String(decoding: errorBytes, as: UTF8.self) }
}

extension ProgramOutcome: CustomStringConvertible {
  package var description: String { "status \(status)\n--- output\n\(output)\n--- error\n\(error)" }
}

/// Why a program could not do its part in a test.
package struct ProgramFailure: Error, CustomStringConvertible {
  package let description: String
}
