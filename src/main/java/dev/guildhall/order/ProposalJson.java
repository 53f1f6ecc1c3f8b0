package dev.guildhall.order;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** A proposal as JSON for one caller, with the answers that they may give. */
record ProposalJson(@JsonUnwrapped Proposal proposal, List<String> allowedActions) {}
