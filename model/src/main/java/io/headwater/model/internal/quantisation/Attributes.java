package io.headwater.model.internal.quantisation;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;

/** Reads attributes of a node. */
final class Attributes {

    private Attributes() {}

    /** The attribute, or null. */
    static AttributeProto find(NodeProto node, String name) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                return attribute;
            }
        }
        return null;
    }

    static long integer(NodeProto node, String name, long otherwise) {
        AttributeProto attribute = find(node, name);
        return attribute == null ? otherwise : attribute.getI();
    }

    static float decimal(NodeProto node, String name, float otherwise) {
        AttributeProto attribute = find(node, name);
        return attribute == null ? otherwise : attribute.getF();
    }
}
