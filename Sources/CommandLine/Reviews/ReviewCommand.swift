// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
import LocalStore

/// `review`: a coordinator's decisions on visits.
package struct ReviewCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Look at visits and decide on them.",
    discussion: """
      A review is a record of its own beside the visit. Each visit has one: a new decision takes \
      the place of the older one, which stays in the history. Viewers read released visits only.
      """,
    subcommands: [
      ListReviews.self, ShowReview.self, Approve.self, Return.self, Reject.self, Hold.self,
      Release.self,
    ],
    defaultSubcommand: ListReviews.self
  )

  package init() {}

  struct Approve: DecisionCommand {
    static let state = ReviewState.approved
    static let configuration = configuration("approve", "Good, not yet shown to the client.")
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var decision: DecisionOptions
  }

  struct Return: DecisionCommand {
    static let state = ReviewState.returned
    static let configuration = configuration("return", "Send visits back to their shoppers.")
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var decision: DecisionOptions
  }

  struct Reject: DecisionCommand {
    static let state = ReviewState.rejected
    static let configuration = configuration("reject", "Visits that are not to be used.")
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var decision: DecisionOptions
  }

  struct Hold: DecisionCommand {
    static let state = ReviewState.held
    static let configuration = configuration("hold", "Keep visits back for now.")
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var decision: DecisionOptions
  }

  struct Release: DecisionCommand {
    static let state = ReviewState.released
    static let configuration = configuration("release", "Let the client read visits.")
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var decision: DecisionOptions
  }
}
