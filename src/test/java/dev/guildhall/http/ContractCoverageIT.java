package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Contract;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/** What the contract promises and no test has had from a server may be drift, so somebody has to have had it. */
@Isolated("It looks at what all the others did")
@Order(Integer.MAX_VALUE)
class ContractCoverageIT {
    @Test
    @Tag("WEB-2")
    @DisabledIfSystemProperty(named = "it.test", matches = ".+", disabledReason = "not all tests were asked for")
    void everyStatusOfEveryOperationWasExercised() {
        assertThat(Contract.get().unexercised()).isEmpty();
    }
}
