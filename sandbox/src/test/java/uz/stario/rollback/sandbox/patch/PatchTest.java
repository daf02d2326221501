package uz.stario.rollback.sandbox.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

class PatchTest {
  private static JsonNode json(String text) {
    return Manifest.JSON.readTree(text.replace('\'', '"'));
  }

  private static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'a':1}|[{'op':'add','path':'/b','value':2}]|{'a':1,'b':2}",
        "{'a':[1,3]}|[{'op':'add','path':'/a/1','value':2}]|{'a':[1,2,3]}",
        "{'a':[1]}|[{'op':'add','path':'/a/-','value':2}]|{'a':[1,2]}",
        "{'a':1,'b':2}|[{'op':'remove','path':'/a'}]|{'b':2}",
        "{'a':1}|[{'op':'replace','path':'/a','value':{'x':null}}]|{'a':{'x':null}}",
        "{'a':{'b/c':1}}|[{'op':'test','path':'/a/b~1c','value':1.0},{'op':'remove','path':'/a/b~1c'}]|{'a':{}}",
        "{'a':1}|[{'op':'move','from':'/a','path':'/b'}]|{'b':1}",
        "{'a':{'x':1}}|[{'op':'copy','from':'/a','path':'/b'}]|{'a':{'x':1},'b':{'x':1}}",
      })
  void a_json_patch_does_what_rfc_6902_says(String before, String patch, String after) {
    ObjectNode object = object(before);
    JsonPatch.apply(json(patch), object);
    assertThat((JsonNode) object).isEqualTo(json(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[{'op':'test','path':'/a','value':2}]",
        "[{'op':'test','path':'/gone','value':1}]",
        "[{'op':'remove','path':'/gone'}]",
        "[{'op':'replace','path':'/gone','value':1}]",
        "[{'op':'add','path':'/gone/x','value':1}]",
        "[{'op':'dance','path':'/a'}]",
      })
  void a_json_patch_that_does_not_fit_is_invalid(String patch) {
    ObjectNode object = object("{'a':1}");
    assertThatThrownBy(() -> JsonPatch.apply(json(patch), object))
        .hasMessage("the server rejected our request due to an error in our request")
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(422));
  }

  @Test
  void a_merge_patch_removes_by_null_and_replaces_lists() {
    ObjectNode object = object("{'a':{'x':1,'y':2},'l':[1,2],'k':1}");
    MergePatch.apply(json("{'a':{'x':null,'z':3},'l':[9],'new':{'n':null}}"), object);
    assertThat((JsonNode) object).isEqualTo(json("{'a':{'y':2,'z':3},'l':[9],'k':1,'new':{}}"));
  }

  @Test
  void a_strategic_patch_merges_containers_and_env_by_name() {
    ObjectNode object =
        object(
            "{'spec':{'containers':[{'name':'a','image':'x:1','env':[{'name':'K','value':'1'}]},{'name':'b'}]}}");
    StrategicMergePatch.apply(
        json(
            "{'spec':{'containers':[{'name':'a','image':'x:2','env':[{'name':'L','value':'2'}]}]}}"),
        object);
    assertThat((JsonNode) object)
        .isEqualTo(
            json(
                "{'spec':{'containers':[{'name':'a','image':'x:2','env':[{'name':'L','value':'2'},"
                    + "{'name':'K','value':'1'}]},{'name':'b'}]}}"));
  }

  @Test
  void a_strategic_patch_deletes_orders_and_retains_as_directed() {
    ObjectNode object =
        object(
            "{'spec':{'containers':[{'name':'a'},{'name':'b'}],'strategy':{'type':'RollingUpdate',"
                + "'rollingUpdate':{'maxSurge':1}}},'metadata':{'finalizers':['x','y']}}");
    StrategicMergePatch.apply(
        json(
            "{'spec':{'$setElementOrder/containers':[{'name':'c'},{'name':'b'}],'containers':[{'name':'a',"
                + "'$patch':'delete'},{'name':'c'}],'strategy':{'$retainKeys':['type'],'type':'Recreate'}},"
                + "'metadata':{'$deleteFromPrimitiveList/finalizers':['x']}}"),
        object);
    assertThat((JsonNode) object)
        .isEqualTo(
            json(
                "{'spec':{'containers':[{'name':'c'},{'name':'b'}],'strategy':{'type':'Recreate'}},"
                    + "'metadata':{'finalizers':['y']}}"));
  }

  @Test
  void a_strategic_patch_replaces_what_it_is_told_to_replace() {
    ObjectNode object = object("{'spec':{'template':{'a':1,'b':2},'env':[{'name':'X'}]}}");
    StrategicMergePatch.apply(
        json(
            "{'spec':{'template':{'$patch':'replace','c':3},'env':[{'$patch':'replace'},{'name':'Y'}]}}"),
        object);
    assertThat((JsonNode) object)
        .isEqualTo(json("{'spec':{'template':{'c':3},'env':[{'name':'Y'}]}}"));
  }
}
