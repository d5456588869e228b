// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The fixture that other tests rely on to start programs, hear them out and kill them.
struct ChildProcessTests {
  private let shell: ProgramUnderTest

  init() throws {
    shell = try ProgramUnderTest(path: "/bin/sh")
  }

  @Test func `all that a program says is heard`() throws {
    let script = "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; exit 3"
    let outcome = try shell.run(["-c", script])
    #expect(outcome.status == 3)
    #expect(outcome.outputBytes.count == 300_000)
    #expect(outcome.errorBytes.count == 300_000)
  }

  @Test func `standard input is given whole`() throws {
    let text = String(repeating: "é\n", count: 100_000)
    #expect(try shell.run(["-c", "cat"], input: text).output == text)
    #expect(try shell.run(["-c", "cat"]).output.isEmpty)
  }

  @Test func `only the given environment is seen`() throws {
    var program = shell
    program.environment = ["HOME": "/nowhere"]
    program.folder = "/"
    let outcome = try program.run(["-c", "echo $HOME,$USER,$XDG_DATA_HOME; pwd"])
    #expect(outcome.output == "/nowhere,,\n/\n")
  }

  @Test func `a line is awaited and a signal answered`() throws {
    let script = "trap 'echo bye; exit 7' TERM; echo ready; while :; do :; done"
    let child = try shell.start(["-c", script])
    #expect(try child.waitForLine(containing: "read") == "ready")
    let outcome = child.terminate()
    #expect(outcome.status == 7)
    #expect(outcome.output == "ready\nbye\n")
  }

  @Test func `a line that never comes is told with what came`() throws {
    let child = try shell.start(["-c", "echo something; echo wrong >&2"])
    let failure = try #require(throws: ProgramFailure.self) {
      try child.waitForLine(containing: "listening")
    }
    #expect(failure.description.contains("something"))
    #expect(failure.description.contains("wrong"))
  }

  @Test func `a killed program says so and is not left behind`() throws {
    var child: RunningProgram? = try shell.start(["-c", "exec cat /dev/zero > /dev/null"])
    let number = try #require(child?.processID)
    #expect(kill(number, 0) == 0)
    child = nil
    #expect(kill(number, 0) == -1)

    let other = try shell.start(["-c", "exec cat /dev/zero > /dev/null"])
    #expect(other.kill().status == -SIGKILL)
  }

  @Test func `a folder is its owner's alone and goes away`() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try #require(folder?.path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o700)
    folder = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
