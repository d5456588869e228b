// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import Foundation
import Intake
package import LocalStore
import SyncClient
import SyncProtocol

/// How a command failed: a sentence of what failed and what to do, and the exit code for scripts.
package struct Failure: Error, CustomStringConvertible {
  /// Exit codes, as scripts rely on them.
  package enum Code: Int32, Sendable {
    /// Failed.
    case failed = 1
    /// The command was used wrongly.
    case usage = 64
    /// The input data are bad: nothing or only the good rows were taken.
    case badData = 65
    /// The hub cannot be reached.
    case unreachable = 69
    /// Not permitted.
    case forbidden = 77
  }

  /// The exit code.
  package let code: Code

  /// What failed, and what to do.
  package let description: String

  /// A failure for people and scripts.
  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// What any error of the libraries means to the person at the keyboard.
  package init(_ error: any Error) {
    switch error {
    case let failure as Failure:
      self = failure
    case let error as StoreError:
      self.init(error)
    case let failure as SyncFailure:
      self.init(failure)
    case let error as FileUnreadable:
      self.init(.badData, error.description)
    default:
      self.init(.failed, "\(error)")
    }
  }

  private init(_ error: StoreError) {
    let code: Code =
      switch error {
      case .refused(let refusal) where refusal.code == .forbidden: .forbidden
      case .refused: .badData
      default: .failed
      }
    self.init(code, error.description)
  }

  private init(_ failure: SyncFailure) {
    let code: Code =
      switch failure {
      case .unreachable, .unavailable: .unreachable
      case .unauthorized, .forbidden: .forbidden
      default: .failed
      }
    self.init(code, failure.sentence)
  }
}

/// A command that opens a store, does its work, and says in one place how it failed.
package protocol StoreCommand: ParsableCommand {
  /// Where the store is.
  var storeOptions: StoreOptions { get }

  /// The command's work.
  func run(in store: LocalStore) throws
}

extension StoreCommand {
  /// Opens the store and does the work; a failure goes to standard error and becomes the exit code.
  package func run() throws {
    try reportingFailure { try run(in: try storeOptions.open()) }
  }
}

/// Runs a body; a failure goes to standard error, once, and becomes the program's exit code.
///
/// What standard output did not take is a failure too.
package func reportingFailure(_ body: () throws -> Void) throws {
  do {
    try body()
    try TextOutput.finish()
  } catch let exit as ExitCode {
    throw exit
  } catch let error as ValidationError {
    throw error
  } catch {
    let failure = Failure(error)
    TextOutput.note("error: " + failure.description)
    throw ExitCode(failure.code.rawValue)
  }
}
