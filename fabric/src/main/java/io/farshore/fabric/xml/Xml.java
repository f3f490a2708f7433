package io.farshore.fabric.xml;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads and writes XML text, with few words for walking it. Parses nothing that has a DOCTYPE, and never opens a file or a connection. */
public final class Xml {
    private Xml() {}

    /**
     * Reads a document and returns its root.
     *
     * @throws IllegalArgumentException when the text is not well-formed or has a DOCTYPE
     */
    public static Element parse(String text) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (SAXException e) {
            throw new IllegalArgumentException("this is not readable XML: " + e.getMessage(), e);
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException("the JDK's XML parser does not work", e);
        }
    }

    public static String write(Element root) {
        try {
            var factory = TransformerFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            var transformer = factory.newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            var text = new StringWriter();
            transformer.transform(new DOMSource(root), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("the JDK's XML writer does not work", e);
        }
    }

    /** The child elements of this name, in order; "*" means all. */
    public static List<Element> children(Element parent, String name) {
        var found = new ArrayList<Element>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && (name.equals("*") || name.equals(element.getTagName()))) {
                found.add(element);
            }
        }
        return found;
    }

    public static @Nullable Element child(Element parent, String name) {
        var all = children(parent, name);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** The value at a path of child names, where the last part may be {@code @attribute}; null when any part is missing or empty. */
    public static @Nullable String value(Element from, String... path) {
        Element at = from;
        for (String part : path) {
            if (part.startsWith("@")) {
                return emptyToNull(at.getAttribute(part.substring(1)));
            }
            var next = child(at, part);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return emptyToNull(at.getTextContent().strip());
    }

    public static void remove(Element parent, String... names) {
        for (String name : names) {
            children(parent, name).forEach(parent::removeChild);
        }
    }

    /** Makes a new last child. */
    public static Element append(Element parent, String name) {
        Document document = parent.getOwnerDocument();
        var made = document.createElement(name);
        parent.appendChild(made);
        return made;
    }

    /** The child of this name, made when there is none. */
    public static Element need(Element parent, String name) {
        var found = child(parent, name);
        return found == null ? append(parent, name) : found;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
