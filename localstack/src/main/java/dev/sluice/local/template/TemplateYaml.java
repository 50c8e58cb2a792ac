package dev.sluice.local.template;

import java.io.Reader;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML with CloudFormation's short forms: {@code !Ref X} becomes {@code {Ref: X}}, and so on. */
final class TemplateYaml extends SafeConstructor {
  private TemplateYaml() {
    super(new LoaderOptions());
    yamlMultiConstructors.put("!", new ShortForm());
  }

  /**
   * @throws org.yaml.snakeyaml.error.YAMLException if it is no YAML
   */
  static Object read(Reader text) {
    return new Yaml(new TemplateYaml()).load(text);
  }

  private final class ShortForm extends AbstractConstruct {
    @Override
    public Object construct(Node node) {
      String name = node.getTag().getValue().substring(1);
      boolean plain = name.equals("Ref") || name.equals("Condition");
      return Map.of(plain ? name : "Fn::" + name, argument(node));
    }

    private Object argument(Node node) {
      if (node instanceof ScalarNode scalar) {
        return constructScalar(scalar);
      }
      return node instanceof SequenceNode list
          ? constructSequence(list)
          : constructMapping((MappingNode) node);
    }
  }
}
