// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HubStore
import Replication

/// How a command failed: a sentence of what failed and one of what to do, and the exit code.
struct Failure: Error {
  /// Exit codes, as scripts rely on them.
  enum Code: Int32 {
    case failed = 1
    case usage = 64
    case badData = 65
  }

  let code: Code
  let sentence: String

  init(_ code: Code, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }

  /// What any error means to the operator.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as HubStoreError: self.init(error)
    case let refusal as HubRefusal: self.init(refusal)
    default:
      if let error = HubStoreError(storage: error) {
        self.init(error)
      } else {
        self.init(.failed, "\(error)")
      }
    }
  }

  private init(_ error: HubStoreError) {
    switch error {
    case .newerFile: self.init(.failed, "\(error) Update shopper-hub.")
    case .noHub:
      self.init(.failed, "\(error) Check --data, or start one: shopper-hub serve --data DIR.")
    case .invalid, .forbidden: self.init(.usage, error.description)
    case .unknown: self.init(.badData, "\(error) See shopper-hub status.")
    case .busy:
      self.init(.failed, "\(error) Stop the hub and its commands first; nothing was changed.")
    case .served:
      self.init(.failed, "\(error) Stop that one first, or give another --data.")
    case .full:
      self.init(.failed, "\(error) Make room and do it again; what was confirmed is safe.")
    case .damaged:
      self.init(.failed, "\(error) Run shopper-hub check, and restore a backup.")
    case .unfit:
      self.init(.failed, "\(error) See to its permissions and the room on its disk; do it again.")
    case .unsound:
      self.init(.badData, "\(error) Give a file that shopper-hub backup made; nothing was changed.")
    default: self.init(.failed, error.description)
    }
  }

  private init(_ refusal: HubRefusal) {
    switch refusal {
    case .unknown: self.init(.badData, "\(refusal) See shopper-hub status and quarantine list.")
    case .otherEpoch:
      self.init(.failed, "The hub was restored meanwhile. Run the command again.")
    default: self.init(.failed, refusal.description)
    }
  }
}

/// Runs a body; a failure goes to standard error, once, and becomes the program's exit code.
func reportingFailure(_ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let exit as ExitCode {
    throw exit
  } catch {
    let failure = Failure(error)
    TextOutput.note("error: " + failure.sentence)
    throw ExitCode(failure.code.rawValue)
  }
}
