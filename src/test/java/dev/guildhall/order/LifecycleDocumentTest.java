package dev.guildhall.order;

import dev.guildhall.support.Difference;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DOC-4")
class LifecycleDocumentTest {

    @Test
    void hasTheTableAndTheDiagramOfTheCode() throws IOException {
        LifecycleDocument document = LifecycleDocument.read();

        Difference.noneInOrder(
                "lines of docs/order-lifecycle.md, which LifecycleDocument.main writes,",
                document.text().lines().toList(),
                document.madeFrom(OrderTransitions.TABLE).text().lines().toList());
    }
}
